# Cairo (with FreeType) and Fontconfig come from the system on every platform: `brew install cairo fontconfig`,
# `vcpkg install cairo[fontconfig]`. They do not build with CMake, so there is nothing to fetch.
if(NOT PkgConfig_FOUND)
  message(FATAL_ERROR "pkg-config is missing: it is needed to find Cairo and Fontconfig.")
endif()
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo cairo-ft cairo-svg cairo-pdf freetype2)
pkg_check_modules(FONTCONFIG REQUIRED IMPORTED_TARGET fontconfig)
poolscope_alias(cairo PkgConfig::CAIRO PkgConfig::FONTCONFIG)

# QR codes, where the library is installed; otherwise the option that asks for one refuses.
option(POOLSCOPE_QR "Draw QR codes with libqrencode where it is installed" ON)
if(POOLSCOPE_QR)
  pkg_check_modules(QRENCODE IMPORTED_TARGET libqrencode)
endif()
if(POOLSCOPE_QR AND QRENCODE_FOUND)
  poolscope_alias(qrencode PkgConfig::QRENCODE)
  target_compile_definitions(third_party_qrencode INTERFACE POOLSCOPE_QR=1)
else()
  poolscope_alias(qrencode)
  target_compile_definitions(third_party_qrencode INTERFACE POOLSCOPE_QR=0)
endif()

# Animated WebP. Debian's libwebp-dev has no CMake package, so pkg-config finds it.
pkg_check_modules(WEBP IMPORTED_TARGET libwebp libwebpmux libwebpdemux)
if(WEBP_FOUND)
  poolscope_alias(webp PkgConfig::WEBP)
else()
  foreach(program ANIM_UTILS CWEBP DWEBP GIF2WEBP IMG2WEBP VWEBP WEBPINFO WEBPMUX EXTRAS)
    set(WEBP_BUILD_${program} OFF)
  endforeach()
  set(WEBP_BUILD_LIBWEBPMUX ON)
  FetchContent_Declare(webp
    URL https://storage.googleapis.com/downloads.webmproject.org/releases/webp/libwebp-1.4.0.tar.gz
    URL_HASH SHA256=61f873ec69e3be1b99535634340d5bde750b2e4447caa1db9f61be3fd49ab1e5)
  FetchContent_MakeAvailable(webp)
  target_include_directories(webp SYSTEM INTERFACE ${webp_SOURCE_DIR}/src)
  poolscope_alias(webp webp libwebpmux webpdemux)
endif()

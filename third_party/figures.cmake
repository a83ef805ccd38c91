# Cairo (with FreeType) and Fontconfig come from the system on every platform: `brew install cairo fontconfig`,
# `vcpkg install cairo[fontconfig]`. They do not build with CMake, so there is nothing to fetch.
if(NOT PkgConfig_FOUND)
  message(FATAL_ERROR "pkg-config is missing: it is needed to find Cairo and Fontconfig.")
endif()
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo cairo-ft cairo-svg cairo-pdf freetype2)
pkg_check_modules(FONTCONFIG REQUIRED IMPORTED_TARGET fontconfig)
poolscope_alias(cairo PkgConfig::CAIRO PkgConfig::FONTCONFIG)

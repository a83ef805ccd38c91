# Debian and Ubuntu ship Dear ImGui as libimgui-dev (pkg-config `imgui`, backends included); elsewhere it is fetched
# and built with the two backends that this program uses.
find_package(OpenGL QUIET)
option(POOLSCOPE_SYSTEM_IMGUI "Use the system's Dear ImGui where there is one" ON)
if(PkgConfig_FOUND AND POOLSCOPE_SYSTEM_IMGUI)
  pkg_check_modules(IMGUI QUIET IMPORTED_TARGET imgui>=1.86)
endif()
if(IMGUI_FOUND)
  find_path(IMGUI_BACKENDS_DIR imgui_impl_glfw.h PATH_SUFFIXES imgui/backends REQUIRED)
  add_library(imgui_system INTERFACE)
  target_link_libraries(imgui_system INTERFACE PkgConfig::IMGUI glfw ${CMAKE_DL_LIBS})
  target_include_directories(imgui_system SYSTEM INTERFACE ${IMGUI_BACKENDS_DIR})
  poolscope_alias(imgui imgui_system)
else()
  FetchContent_Declare(imgui
    URL https://github.com/ocornut/imgui/archive/refs/tags/v1.92.5.tar.gz
    URL_HASH MD5=49b9bc2a3afe18bccb790d1c7427dc29)
  FetchContent_MakeAvailable(imgui)
  add_library(imgui_fetched STATIC
    ${imgui_SOURCE_DIR}/imgui.cpp ${imgui_SOURCE_DIR}/imgui_draw.cpp ${imgui_SOURCE_DIR}/imgui_tables.cpp
    ${imgui_SOURCE_DIR}/imgui_widgets.cpp ${imgui_SOURCE_DIR}/misc/cpp/imgui_stdlib.cpp
    ${imgui_SOURCE_DIR}/backends/imgui_impl_glfw.cpp ${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp)
  # The layout of Debian's package: imgui_stdlib.h beside imgui.h.
  target_include_directories(imgui_fetched SYSTEM PUBLIC
    ${imgui_SOURCE_DIR} ${imgui_SOURCE_DIR}/misc/cpp ${imgui_SOURCE_DIR}/backends)
  target_link_libraries(imgui_fetched PUBLIC glfw ${CMAKE_DL_LIBS})
  poolscope_alias(imgui imgui_fetched)
endif()

set(GLFW_BUILD_DOCS OFF)
set(GLFW_BUILD_TESTS OFF)
set(GLFW_BUILD_EXAMPLES OFF)
set(GLFW_INSTALL OFF)
FetchContent_Declare(glfw3
  URL https://github.com/glfw/glfw/archive/refs/tags/3.4.tar.gz
  URL_HASH SHA256=c038d34200234d071fae9345bc455e4a8f2f544ab60150765d7704e08f3dac01
  FIND_PACKAGE_ARGS 3.3 NAMES glfw3)
FetchContent_MakeAvailable(glfw3)
poolscope_alias(glfw glfw)

# Surfaceless EGL renders without a display; systems without EGL build the program without offscreen rendering.
find_library(EGL_LIBRARY EGL)
find_path(EGL_INCLUDE_DIR EGL/egl.h)
add_library(egl_if_found INTERFACE)
if(EGL_LIBRARY AND EGL_INCLUDE_DIR)
  target_link_libraries(egl_if_found INTERFACE ${EGL_LIBRARY})
  target_include_directories(egl_if_found SYSTEM INTERFACE ${EGL_INCLUDE_DIR})
  target_compile_definitions(egl_if_found INTERFACE POOLSCOPE_HAS_EGL=1)
endif()
poolscope_alias(egl egl_if_found)

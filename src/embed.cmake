# poolscope_embed(TARGET NAME FILE...): puts files into a program as bytes, so that it does not depend on where it runs.
# Code reads them as:  #include "embedded/NAME.h"  and call  std::string_view embedded::NAME(std::string_view file_name)
# where file_name is the file's name without its folder. An unknown name gives an empty view.
function(poolscope_embed target name)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_${target}/embedded)
  set(script ${CMAKE_SOURCE_DIR}/src/embed_script.cmake)
  string(REPLACE ";" "|" list "${ARGN}")
  # Written at once, so that whoever reads the code without building it (clang-tidy) finds it.
  file(CONFIGURE OUTPUT ${out}/${name}.h CONTENT "#pragma once
#include <string_view>
namespace embedded {
std::string_view ${name}(std::string_view file_name);
}
" @ONLY)
  add_custom_command(
    OUTPUT ${out}/${name}.cpp
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DNAME=${name} "-DFILES=${list}" -P ${script}
    DEPENDS ${ARGN} ${script}
    VERBATIM)
  target_sources(${target} PRIVATE ${out}/${name}.cpp ${out}/${name}.h)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/embedded_${target})
endfunction()

# glad 2 writes the OpenGL loader at configure time. Debian: packages python3-glad and khronos-api (offline);
# elsewhere `pip install glad2` serves, which downloads gl.xml itself.
find_program(GLAD_COMMAND glad HINTS /usr/bin)
if(NOT GLAD_COMMAND)
  message(FATAL_ERROR "glad 2 is missing: install python3-glad and khronos-api (Debian, Ubuntu) or run `pip install glad2`.")
endif()
set(glad_out ${CMAKE_CURRENT_BINARY_DIR}/glad)
if(NOT EXISTS ${glad_out}/src/gl.c)
  file(MAKE_DIRECTORY ${glad_out}/include/KHR)
  # glad reads gl.xml from its working directory and keeps a khrplatform.h that is already there.
  find_file(KHRONOS_GL_XML gl.xml PATHS /usr/share/khronos-api NO_DEFAULT_PATH)
  find_file(KHRONOS_PLATFORM_H KHR/khrplatform.h)
  if(KHRONOS_GL_XML)
    configure_file(${KHRONOS_GL_XML} ${glad_out}/gl.xml COPYONLY)
  endif()
  if(KHRONOS_PLATFORM_H)
    configure_file(${KHRONOS_PLATFORM_H} ${glad_out}/include/KHR/khrplatform.h COPYONLY)
  endif()
  execute_process(
    COMMAND ${GLAD_COMMAND} --quiet --api gl:core=3.3 --extensions GL_KHR_debug --out-path ${glad_out} c
    WORKING_DIRECTORY ${glad_out} RESULT_VARIABLE glad_result ERROR_VARIABLE glad_error)
  if(NOT glad_result EQUAL 0)
    file(REMOVE ${glad_out}/src/gl.c)
    message(FATAL_ERROR "glad could not write the OpenGL loader:\n${glad_error}")
  endif()
endif()
add_library(glad_gl STATIC ${glad_out}/src/gl.c)
target_include_directories(glad_gl SYSTEM PUBLIC ${glad_out}/include)
poolscope_alias(glad glad_gl)

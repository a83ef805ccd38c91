# The mathematics, three libraries in one folder. Other rooms name ps_pool, which brings the others.
#     ps_windows   which cells a window has, and the memory of maps      geometry, tensor, winners
#     ps_kernels   the loops over windows                                kernels/
#     ps_pool      layer kinds, evaluation and everything else

# poolscope_pool_view(TARGET NAME...): lets a target see these headers and folders of src/pool and no others.
function(poolscope_pool_view target)
  set(view ${CMAKE_BINARY_DIR}/views/${target})
  file(MAKE_DIRECTORY ${view}/pool)
  foreach(name IN LISTS ARGN)
    if(NOT EXISTS ${view}/pool/${name})
      file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR}/pool/${name} ${view}/pool/${name} SYMBOLIC)
    endif()
  endforeach()
  target_include_directories(${target} PRIVATE ${view})
endfunction()

set(window_sources pool/geometry.cpp pool/tensor.cpp pool/winners.cpp)
set(window_headers geometry.h tensor.h winners.h)
add_library(ps_windows STATIC ${window_sources})
poolscope_pool_view(ps_windows ${window_headers})
target_link_libraries(ps_windows PRIVATE poolscope_options)
poolscope_computes(ps_windows)

# poolscope_kernels(TARGET PLAIN): the kernels with vectors, or as plain loops. Each file with vectors includes itself once
# for every instruction set, so that these files cannot be compiled together with others.
function(poolscope_kernels target plain)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/pool/kernels/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/plain[.]cpp$")
  if(plain)
    list(FILTER sources EXCLUDE REGEX "_simd[.]cpp$")
    list(APPEND sources ${CMAKE_CURRENT_SOURCE_DIR}/pool/kernels/plain.cpp)
  endif()
  add_library(${target} STATIC ${sources})
  poolscope_pool_view(${target} ${window_headers} kernels)
  target_link_libraries(${target} PUBLIC ps_windows PRIVATE poolscope_options)
  if(NOT plain)
    target_link_libraries(${target} PRIVATE third_party::highway)
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD OFF)
  poolscope_computes(${target})
endfunction()
poolscope_kernels(ps_kernels ${POOLSCOPE_PLAIN_KERNELS})
if(POOLSCOPE_TESTS AND NOT POOLSCOPE_PLAIN_KERNELS AND NOT POOLSCOPE_SANITIZE AND NOT POOLSCOPE_TSAN)
  poolscope_kernels(ps_kernels_plain ON)
endif()

file(GLOB_RECURSE pool_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/pool/*.cpp)
list(FILTER pool_sources EXCLUDE REGEX "/pool/(kernels/.*|geometry|tensor|winners)[.]cpp$")
poolscope_room(pool SOURCES ${pool_sources} USES ps_words ps_kernels ps_windows Threads::Threads)
poolscope_computes(ps_pool)

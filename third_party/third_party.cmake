# Every dependency: the system's package first, otherwise fetched at a pinned tag and hash.
# Nothing third-party is copied into this repository. README.md in this folder says why each one was chosen.
# Included, not added as a folder: imported targets must be seen in every folder.
include(FetchContent)
find_package(PkgConfig QUIET)

# poolscope_alias(NAME TARGETS...): third_party::NAME, an INTERFACE target whose headers count as system headers.
function(poolscope_alias name)
  add_library(third_party_${name} INTERFACE)
  target_link_libraries(third_party_${name} INTERFACE ${ARGN})
  add_library(third_party::${name} ALIAS third_party_${name})
endfunction()

include(${CMAKE_CURRENT_LIST_DIR}/glad.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/glfw.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/imgui.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/stb.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/highway.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/formats.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/figures.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/lua.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/testing.cmake)

if(NOT POOLSCOPE_PLAIN_KERNELS)
  set(HWY_ENABLE_TESTS OFF)
  set(HWY_ENABLE_EXAMPLES OFF)
  set(HWY_ENABLE_CONTRIB OFF)
  set(HWY_ENABLE_INSTALL OFF)
  FetchContent_Declare(highway
    URL https://github.com/google/highway/archive/refs/tags/1.1.0.tar.gz
    URL_HASH SHA256=354a8b4539b588e70b98ec70844273e3f2741302c4c377bcc4e81b3d1866f7c9
    FIND_PACKAGE_ARGS 1.0.3 NAMES hwy)
  FetchContent_MakeAvailable(highway)
  if(TARGET hwy::hwy)
    poolscope_alias(highway hwy::hwy)
  else()
    poolscope_alias(highway hwy)
  endif()
endif()

find_package(Threads REQUIRED)

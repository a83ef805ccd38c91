# Lua 5.4 for the expressions of measures. The system's package where there is one; the release has no CMake of its own.
if(PkgConfig_FOUND)
  pkg_search_module(LUA QUIET IMPORTED_TARGET lua5.4 lua-5.4 lua54)
endif()
if(LUA_FOUND)
  poolscope_alias(lua PkgConfig::LUA)
else()
  FetchContent_Declare(lua
    URL https://www.lua.org/ftp/lua-5.4.6.tar.gz
    URL_HASH SHA256=7d5ea1b9cb6aa0b59ca3dde1c6adcb57ef83a1ba8e5432c0ecd06bf439b3ad88)
  FetchContent_MakeAvailable(lua)
  file(GLOB lua_sources ${lua_SOURCE_DIR}/src/*.c)
  list(FILTER lua_sources EXCLUDE REGEX "/luac?[.]c$")
  add_library(lua_fetched STATIC ${lua_sources})
  target_include_directories(lua_fetched SYSTEM PUBLIC ${lua_SOURCE_DIR}/src)
  poolscope_alias(lua lua_fetched)
endif()

# Sourced by run.sh and test.sh: installs what is missing. Debian and Ubuntu install by apt; elsewhere it says what to install.

build_packages=(g++ cmake ninja-build pkg-config git ca-certificates python3-glad khronos-api libglfw3-dev libimgui-dev
  libstb-dev libcairo2-dev libwebp-dev libqrencode-dev libfontconfig-dev libfreetype-dev nlohmann-json3-dev libcli11-dev libhwy-dev zlib1g-dev liblua5.4-dev libegl-dev
  libgl-dev libegl1 libgl1 libgl1-mesa-dri libegl-mesa0 fonts-inter fonts-jetbrains-mono fonts-wqy-microhei)
test_packages=(libgtest-dev libgmock-dev xvfb xauth xdotool x11-xkb-utils procps clang-format clang-tidy mold python3-numpy
  librsvg2-bin poppler-utils zbar-tools)
bench_packages=(libbenchmark-dev libdnnl-dev xvfb xauth)

say() { printf 'poolscope: %s\n' "$*" >&2; }

# install_missing PACKAGE...
install_missing() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    local tool
    for tool in cmake ninja pkg-config glad c++; do
      command -v "$tool" >/dev/null && continue
      say "this is not Debian or Ubuntu, and \"$tool\" is missing. Install:"
      say "  macOS:   brew install cmake ninja pkg-config webp cairo fontconfig freetype && pip3 install glad2"
      say "  Fedora:  dnf install gcc-c++ cmake ninja-build pkgconf cairo-devel fontconfig-devel freetype-devel mesa-libEGL-devel glfw-devel && pip3 install glad2"
      say "  Arch:    pacman -S base-devel cmake ninja cairo fontconfig freetype2 glfw && pip install glad2"
      say "The other libraries are fetched by CMake at pinned versions."
      exit 1
    done
    return
  fi
  local installed missing=()
  installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' "$@" 2>/dev/null || true)"
  local package
  for package in "$@"; do
    [[ $installed == *" installed:$package "* ]] || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return
  local as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
      say "these packages are missing, and there is no sudo: ${missing[*]}"
      exit 1
    fi
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# build PRESET FOLDER [TARGET...]
build() {
  local preset=$1 folder=$2
  shift 2
  [[ -f $folder/build.ninja ]] || cmake --preset "$preset" >/dev/null
  ninja -C "$folder" --quiet "$@" >&2
}

#!/usr/bin/env bash
# Installs what is missing, builds Poolscope and starts it: ./run.sh [ARGS of poolscope]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/.ci/setup.sh"
install_missing "${build_packages[@]}"
(cd "$here" && build release build poolscope)

program=$here/build/bin/poolscope
needs_window=yes
case ${1-} in
  animate | compare | eval | figure | figures | layers | results | screenshot | sweep | worksheet | -h | --help | --version) needs_window=no ;;
esac
if [[ $needs_window == yes && $(uname) == Linux && -z ${DISPLAY-} && -z ${WAYLAND_DISPLAY-} ]]; then
  say "no display was found (DISPLAY and WAYLAND_DISPLAY are empty); the opening screen is rendered to poolscope.png instead"
  exec "$program" screenshot poolscope.png
fi
exec "$program" "$@"

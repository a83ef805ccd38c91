#!/usr/bin/env bash
# Time to the first frame, Poolscope against a bare GLFW + Dear ImGui window of the same size, in turn; prints the
# medians and their ratio (the goal is at most 1.5). Needs a display; without one it starts a virtual one.
# Usage: bench/startup.sh [RUNS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source .ci/setup.sh
if [[ -z ${DISPLAY-} && -z ${WAYLAND_DISPLAY-} ]]; then
  install_missing "${build_packages[@]}" "${bench_packages[@]}"
  exec xvfb-run -a -s "-screen 0 1400x900x24" bash "$0" "$@"
fi
build bench build/bench poolscope bare_window
runs=${1-15}
XDG_DATA_HOME=$(mktemp -d)
export XDG_DATA_HOME
trap 'rm -rf "$XDG_DATA_HOME"' EXIT

seconds() {
  local begin end
  begin=$(date +%s%N)
  "$@" >/dev/null
  end=$(date +%s%N)
  echo $(((end - begin) / 1000))
}
median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

seconds build/bench/bin/bare_window >/dev/null
seconds build/bench/bin/poolscope --exit-after-first-frame >/dev/null
bare=() ours=()
for ((i = 0; i < runs; ++i)); do
  bare+=("$(seconds build/bench/bin/bare_window)")
  ours+=("$(seconds build/bench/bin/poolscope --exit-after-first-frame)")
done
b=$(printf '%s\n' "${bare[@]}" | median)
p=$(printf '%s\n' "${ours[@]}" | median)
awk -v b="$b" -v p="$p" -v n="$runs" 'BEGIN {
  printf "first frame, median of %d runs: bare window %.0f ms, poolscope %.0f ms, ratio %.2f\n", n, b / 1000, p / 1000, p / b }'

#!/usr/bin/env bash
# The real window at 1280×800 under a virtual display: share of one core while it plays and while it rests, and frames
# a second while stepping (right arrow held for some seconds). With a software driver the share holds the drawing too.
# Usage: bench/motion.sh [PROGRAM]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source .ci/setup.sh
if [[ -z ${POOLSCOPE_MOTION_INSIDE-} ]]; then
  install_missing "${build_packages[@]}" "${bench_packages[@]}" xdotool
  [[ -n ${1-} ]] || build bench build/bench poolscope
  exec env POOLSCOPE_MOTION_INSIDE=1 LIBGL_ALWAYS_SOFTWARE=1 xvfb-run -a -s "-screen 0 1280x800x24" bash "$0" "${1-build/bench/bin/poolscope}"
fi
program=$1
XDG_DATA_HOME=$(mktemp -d)
export XDG_DATA_HOME
pid=
trap '[[ -n $pid ]] && kill $pid 2>/dev/null; rm -rf "$XDG_DATA_HOME"' EXIT

start() {
  "$program" "$@" &
  pid=$!
  local window=
  until window=$(xdotool search --pid $pid 2>/dev/null | tail -1) && [[ -n $window ]]; do
    kill -0 $pid
    sleep 0.1
  done
  sleep 2
  xdotool windowfocus --sync "$window" mousemove --window "$window" 640 790
  sleep 1
}
stop() {
  kill $pid
  wait $pid 2>/dev/null || true
  pid=
}
ticks() { awk '{print $14 + $15}' /proc/$pid/stat; }
# share SECONDS: processor time of the program in percent of one core
share() {
  local before
  before=$(ticks)
  sleep "$1"
  echo $((($(ticks) - before) * 100 / ($1 * $(getconf CLK_TCK))))
}

start
echo "at rest: $(share 4) % of a core"
xdotool key space
sleep 1
echo "playing: $(share 8) % of a core"
stop

inspect=$XDG_DATA_HOME/inspect.json
start --inspect "$inspect"
frame() { sed -n 's/^ *"frame": \([0-9]*\),*$/\1/p' "$inspect" | head -1; }
before=$(frame)
xdotool keydown Right
sleep 4
xdotool keyup Right
echo "stepping: $((($(frame) - before) / 4)) frames a second, with the state written in each"

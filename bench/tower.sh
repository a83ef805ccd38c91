#!/usr/bin/env bash
# Frames of the tower, drawn offscreen by the graphics card or, where there is none, by the processor: median time of
# the submitting thread, median time until the frame is drawn, draw calls, bytes sent in a frame and links shown, for a
# four-layer stack on 28×28, 128×128 and 64 channels of 112×112. A software driver draws in the submitting thread, so
# that the first column is then measured a second time with a driver of Mesa's that draws nothing.
# Usage: bench/tower.sh [FILTER], for example bench/tower.sh '/orbit'
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source .ci/setup.sh
install_missing "${build_packages[@]}" "${bench_packages[@]}"
build bench build/bench tower_bench
frames() {
  build/bench/bin/tower_bench --benchmark_filter="$1" --benchmark_min_time=0.3 --benchmark_format=csv 2>/dev/null |
    awk -F, '
      NR == 1 { print; next } # the driver
      /^name,/ {
        gsub(/"/, "")
        for (i = 1; i <= NF; i++) column[$i] = i
      }
      /^"[0-9]/ {
        gsub(/"/, "")
        printf "%-22s %8.3f ms submitted %9.3f ms drawn %4d draw calls %9d bytes sent %7d of %8d links\n", $1,
          $column["submit_ms"], $column["drawn_ms"], $column["draw_calls"], $column["sent_bytes"], $column["links"],
          $column["of"]
      }'
}
frames "${1-.}" | tee build/bench/tower.txt
if grep -qE '^(llvmpipe|softpipe)' build/bench/tower.txt; then GALLIUM_NOOP=1 frames "${1-.}"; fi

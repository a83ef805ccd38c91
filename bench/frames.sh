#!/usr/bin/env bash
# One frame of the interface on the CPU (nothing is drawn): median time and vertices at 28×28, 128×128 and 1024×1024 with a
# four-layer stack. Fails where a median is above 2 ms or a frame has more than 150 000 vertices.
# Usage: bench/frames.sh [FILTER], for example bench/frames.sh '^1024/'
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source .ci/setup.sh
install_missing "${build_packages[@]}" "${bench_packages[@]}"
build bench build/bench frame_bench
build/bench/bin/frame_bench --benchmark_filter="${1-.}" --benchmark_min_time=0.3 --benchmark_format=csv 2>/dev/null |
  awk -F, '
    /^name,/ {
      gsub(/"/, "")
      for (i = 1; i <= NF; i++) column[$i] = i
    }
    /^"[0-9]/ {
      gsub(/"/, "")
      median = $column["median_ms"]; worst = $column["worst_ms"]; vertices = $column["vertices"]
      bad = median > 2 || vertices > 150000
      failed = failed || bad
      printf "%-20s %8.3f ms median %8.3f ms of 99 %% %9d vertices%s\n", $1, median, worst, vertices, bad ? "  TOO MUCH" : ""
    }
    END { exit failed }'

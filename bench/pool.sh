#!/usr/bin/env bash
# The pooling kernels on the shapes A to E beside a stream of the same bytes and beside oneDNN (where it is installed), in
# one run; best of 25. "of stream": the stream's time in per cent of ours; "oneDNN": its time divided by ours, above 1
# ours is faster. Winners are one byte each on both sides. "two threads": how much faster than one thread, first on the
# faster processor, then on the mean of all.
# Usage: bench/pool.sh [FILTER], for example bench/pool.sh '^[AB]/max'
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source .ci/setup.sh
install_missing "${build_packages[@]}" "${bench_packages[@]}"
build bench build/bench pool_bench
# oneDNN's threads look for work as long as ours before they sleep; by default for milliseconds, in which they would hold
# the processor that the next case's second thread needs.
export GOMP_SPINCOUNT=4000
build/bench/bin/pool_bench --benchmark_filter="${1-.}" --benchmark_min_time=0.005 --benchmark_repetitions=25 \
  --benchmark_enable_random_interleaving=true --benchmark_format=csv 2>/dev/null |
  awk -F, '
    /^"/ && $1 !~ /_(mean|median|stddev|cv)"$/ {
      name = $1
      gsub(/"|\/real_time|\/repeats:[0-9]+/, "", name)
      if (!(name in best) || $3 < best[name]) best[name] = $3
      place = name SUBSEP $8
      if ($8 != "" && (!(place in on) || $3 < on[place])) on[place] = $3
    }
    # The time of one thread on a processor of mean speed.
    function mean(name,   speeds, count, place, part) {
      for (place in on) {
        split(place, part, SUBSEP)
        if (part[1] != name) continue
        speeds += 1 / on[place]
        count++
      }
      return count ? count / speeds : best[name]
    }
    END {
      format = "%-28s %12s %11s %13s %13s %17s\n"
      printf format, "case / threads", "µs", "of stream", "oneDNN NCHW", "oneDNN NHWC", "two threads"
      for (name in best) {
        if (name !~ /\/poolscope$/) continue
        group = substr(name, 1, length(name) - 10)
        ours = best[name]
        stream = best[group "/stream"]; nchw = best[group "/onednn_nchw"]; nhwc = best[group "/onednn_nhwc"]
        two = "–"
        if (sub(/\/2\//, "/1/", name) && (name in best))
          two = sprintf("%.2f / %.2f ×", best[name] / ours, mean(name) / ours)
        printf format, group, sprintf("%.2f", ours / 1000), sprintf("%.0f %%", 100 * stream / ours),
          nchw ? sprintf("%.2f ×", nchw / ours) : "–", nhwc ? sprintf("%.2f ×", nhwc / ours) : "–", two | "sort"
      }
      close("sort")
      for (kind in best)
        if (kind ~ /^kernel31/) {
          small = kind
          sub(/^kernel31/, "kernel3", small)
          printf "%-40s %.2f times the time of 3×3\n", kind, best[kind] / best[small]
        }
      if ("dab/incremental" in best)
        printf "a dab on 2048×2048: 1/%.0f of a full evaluation (%.1f µs)\n",
          best["dab/full"] / best["dab/incremental"], best["dab/incremental"] / 1000
    }'

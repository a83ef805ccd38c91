#!/usr/bin/env bash
# The curves of the side-by-side view on one core.
set -e
cd "$(dirname "$0")/.."
source .ci/setup.sh
install_missing "${build_packages[@]}" "${bench_packages[@]}"
build bench build/bench measure_bench
build/bench/bin/measure_bench "$@"

#!/usr/bin/env bash
# Fuzzes each target for some minutes: tests/fuzz/long.sh [MINUTES] [TARGET...]. Needs clang. What it finds lies in
# build/fuzz/findings, what it learnt in build/fuzz/corpus.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
minutes=${1:-10}
shift || true
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || mapfile -t targets < <(ls tests/fuzz/corpus)
build=build/fuzz
[[ -f $build/build.ninja ]] || cmake --preset fuzz >/dev/null
ninja -C $build --quiet "${targets[@]/#/fuzz_}"
mkdir -p $build/findings
failed=0
for target in "${targets[@]}"; do
  mkdir -p "$build/corpus/$target"
  options=(-max_total_time=$((minutes * 60)) -max_len=4096 -timeout=10 -rss_limit_mb=1536 -print_final_stats=1
    -artifact_prefix="$build/findings/$target-")
  case $target in
    document | settings) options+=(-dict=tests/fuzz/json.dict) ;;
    notation | pasted) options+=(-dict=tests/fuzz/notation.dict) ;;
  esac
  log=$build/$target.log
  result="nothing found"
  "$build/tests/fuzz/fuzz_$target" "${options[@]}" "$build/corpus/$target" "tests/fuzz/corpus/$target" >"$log" 2>&1 ||
    { result="FOUND, see $log"; failed=1; }
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  covered=$(sed -n 's/^#[0-9]*.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
  printf '%-10s %10s runs %6s edges covered  %s\n' "$target" "${runs:-?}" "${covered:-?}" "$result"
done
exit $failed

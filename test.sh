#!/usr/bin/env bash
# Installs what is missing, builds with assertions and runs every test: ./test.sh [debug|asan|tsan] [ARGS of ctest]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source .ci/setup.sh
preset=debug
case ${1-} in
  debug | asan | tsan)
    preset=$1
    shift
    ;;
esac
install_missing "${build_packages[@]}" "${test_packages[@]}"
build "$preset" "build/$preset"
exec ctest --preset "$preset" --parallel "$(nproc)" "$@"

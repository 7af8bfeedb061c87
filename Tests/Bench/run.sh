#!/bin/sh
# run.sh [MEGABYTES [ROUNDS]] - builds and runs wirebench. `make bench` calls it. Needs twice MEGABYTES of memory.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${MARTLET_BENCH_OUT:-$root/.build/bench}
core=$root/CSources/CPOP3
mkdir -p "$out"
"${CC:-clang}" -std=c17 -O2 -Wall -Wextra -I"$core/include" -o "$out/wirebench" \
    "$root/Tests/Bench/wirebench.c" "$root/Tests/Bench/mailmaker.c" "$core"/scan*.c "$core"/wire*.c
exec "$out/wirebench" "$@"

#!/bin/sh
# run.sh [MEGABYTES [ROUNDS]] - builds and runs the benchmarks in C: wirebench, the reply parser beside memcpy (needs twice MEGABYTES of
# memory), and syncbench, what durability costs scheme by scheme. `make bench` calls it. MARTLET_BENCH_DISK: a folder on the disk to
# measure; the build folder where it is not set.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${MARTLET_BENCH_OUT:-$root/.build/bench}
core=$root/CSources/CPOP3
mkdir -p "$out"
"${CC:-clang}" -std=c17 -O2 -Wall -Wextra -I"$core/include" -o "$out/wirebench" \
    "$root/Tests/Bench/wirebench.c" "$root/Tests/Bench/mailmaker.c" "$core"/scan*.c "$core"/wire*.c
"${CC:-clang}" -std=c17 -O2 -Wall -Wextra -pthread -o "$out/syncbench" "$root/Tests/Bench/syncbench.c"
"$out/wirebench" "$@"
disk=$(mktemp -d "${MARTLET_BENCH_DISK:-$out}/syncbench.XXXXXX")
trap 'rm -rf "$disk"' EXIT
"$out/syncbench" "$disk"

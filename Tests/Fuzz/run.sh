#!/bin/sh
# run.sh [SECONDS] - builds the fuzz targets and runs each for SECONDS (60). Exits non-zero on a finding, whose input
# then lies in .build/fuzz/findings. `make fuzz` calls it. The corpus in .build/fuzz/corpus grows from run to run.
set -eu
seconds=${1:-60}
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${MARTLET_FUZZ_OUT:-$root/.build/fuzz}
core=$root/CSources/CPOP3
mkdir -p "$out/corpus/wire" "$out/findings"

"${CC:-clang}" -std=c17 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -fuse-ld=lld \
    -I"$core/include" -o "$out/wire_fuzz" "$root/Tests/Fuzz/wire_fuzz.c" "$core"/scan*.c "$core"/wire*.c
python3 "$root/Tests/Fuzz/seeds.py" "$out/seeds/wire"
# Every piece is an allocation of its own, so the sanitizer need not keep many freed ones back.
export ASAN_OPTIONS="${ASAN_OPTIONS-quarantine_size_mb=8}"
exec "$out/wire_fuzz" -max_total_time="$seconds" -max_len=2048 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
    -dict="$root/Tests/Fuzz/wire.dict" -artifact_prefix="$out/findings/wire-" "$out/corpus/wire" "$out/seeds/wire"

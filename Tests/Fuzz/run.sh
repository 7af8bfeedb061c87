#!/usr/bin/env bash
# run.sh [SECONDS [TARGET ...]] - builds the fuzz targets, or those named, and runs each for SECONDS (60). Exits non-zero on a finding,
# whose input then lies in .build/fuzz/findings. `make fuzz` calls it. The corpus in .build/fuzz/corpus grows from run to run.
set -euo pipefail
seconds=${1:-60}
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/Tests/Fuzz
out=${MARTLET_FUZZ_OUT:-$root/.build/fuzz}
mail=(reader field charset html flowed date decode tnef)
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || targets=(wire dns xml "${mail[@]}")
# Every piece is an allocation of its own, so the sanitizer need not keep many freed ones back.
export ASAN_OPTIONS="${ASAN_OPTIONS-quarantine_size_mb=8}"
# Swift's own report of a trap trips over the sanitizer and hides what was wrong.
export SWIFT_BACKTRACE=enable=no
mkdir -p "$out/findings"
python3 "$here/seeds.py" "$out/seeds/wire"
python3 "$here/mail_seeds.py" "$out/seeds"
python3 "$here/dns_seeds.py" "$out/seeds/dns"
mkdir -p "$out/seeds/xml"
cp "$root"/Tests/Fixtures/autoconfig/*.xml "$out/seeds/xml"

# build TARGET SOURCE...
build() {
    "${CC:-clang}" -std=c17 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -fuse-ld=lld \
        -I"$root/CSources/CPOP3/include" -I"$root/CSources/CService/include" -I"$root/CSources/CMIME" \
        -I"$root/CSources/CMIME/include" -o "$out/$1_fuzz" "$here/$1_fuzz.c" "${@:2}"
}

# build_swift TARGET SOURCE... - a source that imports nothing, and the target in one module. A trap is a finding as any other; there is no
# UBSan in Swift, whose arithmetic traps by itself.
build_swift() {
    "${SWIFTC:-swiftc}" -O -g -parse-as-library -swift-version 6 -sanitize=fuzzer,address -use-ld=lld -o "$out/$1_fuzz" \
        "$here/$1_fuzz.swift" "${@:2}"
}

bad=0
for target in "${targets[@]}"; do
    echo "== $target, $seconds s"
    case $target in
    wire) build wire "$root"/CSources/CPOP3/scan*.c "$root"/CSources/CPOP3/wire*.c ;;
    dns) build dns "$root/CSources/CService/parse.c" ;;
    xml) build_swift xml "$root/Sources/MartletKit/Discovery/XMLEvents.swift" ;;
    *) build "$target" "$root"/CSources/CMIME/*.c ;;
    esac
    mkdir -p "$out/corpus/$target"
    dictionary=()
    [ ! -f "$here/$target.dict" ] || dictionary=(-dict="$here/$target.dict")
    "$out/${target}_fuzz" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
        "${dictionary[@]}" -artifact_prefix="$out/findings/$target-" "$out/corpus/$target" "$out/seeds/$target" \
        >"$out/$target.log" 2>&1 || bad=1
    grep -E '^(stat::number_of_executed_units|SUMMARY|Done|==[0-9]+==ERROR|.*Assertion)' "$out/$target.log" || tail -5 "$out/$target.log"
done
exit $bad

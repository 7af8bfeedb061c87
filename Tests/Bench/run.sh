#!/bin/sh
# run.sh [MEGABYTES [ROUNDS]] - builds and runs the benchmarks: wirebench, the reply parser beside memcpy (needs twice MEGABYTES of
# memory), decodebench, base64 and quoted-printable beside memcpy, mail.sh, whole mails beside other readers, syncbench, what durability costs
# scheme by scheme, textbombs and, where a release build of martlet is, bombs.py, mail made to be slow. `make bench` calls it.
# MARTLET_BENCH_DISK: a folder on the disk to measure; the build folder where it is not set.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
out=${MARTLET_BENCH_OUT:-$root/.build/bench}
core=$root/CSources/CPOP3
mime=$root/CSources/CMIME
mkdir -p "$out"
"${CC:-clang}" -std=c17 -O2 -Wall -Wextra -I"$core/include" -o "$out/wirebench" \
    "$root/Tests/Bench/wirebench.c" "$root/Tests/Bench/mailmaker.c" "$core"/scan*.c "$core"/wire*.c
"${CC:-clang}" -std=c17 -O2 -Wall -Wextra -pthread -o "$out/syncbench" "$root/Tests/Bench/syncbench.c" "$root/Tests/Bench/uringsync.c"
[ "$(uname -s)" != Darwin ] || iconv=-liconv
"${CC:-clang}" -std=c17 -O2 -Wall -Wextra -I"$mime" -I"$mime/include" -o "$out/decodebench" "$root/Tests/Bench/decodebench.c" \
    "$mime"/*.c ${iconv-}
"${CC:-clang}" -std=c17 -O2 -Wall -Wextra -I"$mime/include" -o "$out/textbombs" "$root/Tests/Bench/textbombs.c" "$mime"/*.c ${iconv-}
"$out/wirebench" "$@"
"$out/decodebench"
"$root/Tests/Bench/mail.sh"
disk=$(mktemp -d "${MARTLET_BENCH_DISK:-$out}/syncbench.XXXXXX")
trap 'rm -rf "$disk"' EXIT
"$out/syncbench" "$disk"
"$out/textbombs"
martlet=${MARTLET:-$root/.build/release/martlet}
if [ -x "$martlet" ]; then
    MARTLET=$martlet "${PYTHON:-python3}" "$root/Tests/Bench/bombs.py"
else
    echo "skipped: bombs.py, no release build of martlet"
fi

#!/bin/sh
# mail.sh [FOLDER [ROUNDS]] - what reading mail costs with CMIME, GMime and Python's email, in one run over one folder of mail: the shared
# corpus, else what the built martlet exports from its demo mailbox. CPU microseconds a message, the best of the rounds; the readers take
# turns. GMime is measured where pkg-config finds gmime-3.0.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/Tests/Bench
out=${MARTLET_BENCH_OUT:-$root/.build/bench}
folder=${1:-${MARTLET_SHARED:-$root/../shared}/corpus/mail}
rounds=${2:-5}
mkdir -p "$out"
spare=$(mktemp -d "$out/mail.XXXXXX")
trap 'rm -rf "$spare"' EXIT

if [ ! -d "$folder" ]; then
    echo "skipped: no mail in $folder; the demo's is read instead"
    folder=$spare/demo
    "${MARTLET:-$root/.build/release/martlet}" demo --export "$folder" >/dev/null 2>&1 ||
        { echo "skipped: no martlet that could export it" && exit 0; }
fi

build() {
    name=$1
    shift
    # shellcheck disable=SC2086
    "${CC:-clang}" -std=c17 -O2 -D_GNU_SOURCE -Wall -Wextra -I"$root/CSources/CMIME/include" ${flags-} -o "$out/$name" \
        "$here/$name.c" "$here/mailfolder.c" "$@" -lcrypto
}

# Homebrew keeps OpenSSL out of the default search paths; macOS keeps iconv in a library of its own.
[ "$(uname -s)" != Darwin ] || flags="$(pkg-config --cflags --libs-only-L openssl) -liconv"
build mailbench "$root"/CSources/CMIME/*.c
gmime=
if pkg-config --exists gmime-3.0 2>/dev/null; then
    # shellcheck disable=SC2046
    build gmimebench $(pkg-config --cflags --libs gmime-3.0)
    gmime=$(pkg-config --modversion gmime-3.0)
else
    echo "skipped: GMime, pkg-config finds no gmime-3.0"
fi

# Python takes seconds a round where the others take a tenth of one: it gets one.
"${PYTHON:-python3}" "$here/mailbench.py" "$folder" 1 >"$spare/python"
: >"$spare/c"
round=0
while [ $round -lt "$rounds" ]; do
    "$out/mailbench" "$folder" 3 >>"$spare/c"
    [ -z "$gmime" ] || "$out/gmimebench" "$folder" 1 >>"$spare/c"
    round=$((round + 1))
done
echo
echo "### reading mail: CPU microseconds a message${gmime:+, GMime $gmime}"
echo
awk '
    $2 == "saw" { saw[$1] = $3 " leaves of " $4 " octets, " $5 " of main text, " $6 " of fields"; next }
    !(($1, $2) in best) || $3 < best[$1, $2] { best[$1, $2] = $3 }
    END {
        print "| | CMIME | GMime | Python | CMIME is faster than GMime | than Python |\n|---|---|---|---|---|---|"
        split("whole unhashed header", row)
        said["whole"] = "whole message, leaves decoded and hashed"
        said["unhashed"] = "the same without the hash"
        said["header"] = "header block, four fields decoded"
        for (i = 1; i <= 3; i++) {
            c = best["CMIME", row[i]]; g = best["GMime", row[i]]; p = best["Python", row[i]]
            printf "| %s | %.1f | %s | %.0f | %s | %.0f times |\n", said[row[i]], c, g ? sprintf("%.1f", g) : "-", p,
                g ? sprintf("%.1f times", g / c) : "-", p / c
        }
        print ""
        for (name in saw) print name " saw " saw[name]
    }' "$spare/c" "$spare/python"

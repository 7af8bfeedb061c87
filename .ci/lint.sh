#!/usr/bin/env bash
# lint.sh - says what is not in the house style. Changes nothing.
set -uo pipefail
cd "$(dirname "$0")/.."
bad=0

echo '== swift format'
swift_places=()
for place in Sources Plugins Tests Package.swift; do [ ! -e $place ] || swift_places+=("$place"); done
"${SWIFT:-swift}" format lint --strict -r "${swift_places[@]}" || bad=1

echo '== C warnings'
includes=()
for folder in CSources/*/include; do includes+=(-I "$folder"); done
while IFS= read -r file; do
    "${CC:-clang}" -fsyntax-only -std=c17 -D_GNU_SOURCE -Wall -Wextra -Wconversion -Wpedantic -Werror -Wno-nullability-extension \
        "${includes[@]}" "$file" || bad=1
done < <(find CSources -name '*.c' | sort)

echo '== shell syntax'
while IFS= read -r file; do
    bash -n "$file" || bad=1
done < <(find .ci Tests Plugins -type f \( -name '*.sh' -o -path .ci/run \) | sort)

[ $bad = 0 ] && echo 'nothing to complain about'
exit $bad

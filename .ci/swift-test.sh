#!/usr/bin/env bash
# swift-test.sh [ARGUMENTS] - `swift test` with a plain closing line: N passed, N failed, N skipped.
set -uo pipefail

report=$(mktemp -d)
trap 'rm -rf "$report"' EXIT
code=0
# shellcheck disable=SC2086
"${SWIFT:-swift}" test ${SWIFT_FLAGS:-} --xunit-output "$report/tests.xml" "$@" 2>&1 | tee "$report/log" || code=$?

# Swift Testing counts issues where we want tests, so its report is read test by test; XCTest only tells it in its log.
# shellcheck disable=SC2046
set -- $(cat "$report"/*.xml 2>/dev/null | awk '
    /<testcase/ { tests++; hit = 0 }
    /<failure/ && !hit { failed++; hit = 1 }
    /<skipped/ { skipped++ }
    END { print tests + 0, failed + 0, skipped + 0 }')
count() { grep -cE "^Test Case '.*' $1 \(" "$report/log"; }
passed=$(($1 - $2 - $3 + $(count passed)))
failed=$(($2 + $(count failed)))
skipped=$(($3 + $(count skipped)))
# A crash or a failed build leaves no report.
if [ "$code" != 0 ] && [ "$failed" = 0 ]; then failed=1; fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$code"

#!/usr/bin/env bash
# test.sh - every suite, and one closing line that sums them.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/tally.sh

# shellcheck disable=SC2086
"${SWIFT:-swift}" build --build-tests ${SWIFT_FLAGS:-}
MARTLET=$PWD/.build/debug/martlet
export MARTLET
# Debian's python3-pexpect belongs to Debian's Python, which need not be the first one.
for PYTHON in python3 /usr/bin/python3; do
    if "$PYTHON" -c 'import pexpect' 2>/dev/null; then break; fi
done
export PYTHON

suite 'swift test' .ci/swift-test.sh --skip-build
for script in Tests/Shell/run.sh Tests/EndToEnd/run.sh; do
    if [ -f "$script" ]; then suite "$script" bash "$script"; fi
done
closing

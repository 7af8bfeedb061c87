#!/usr/bin/env bash
# The shell on a real pseudo-terminal. MARTLET names the binary; the last line counts.
set -euo pipefail
cd "$(dirname "$0")/../.."
. .ci/tally.sh
MARTLET=${MARTLET:-.build/debug/martlet}
export MARTLET
if [ ! -x "$MARTLET" ]; then
    echo "no binary at $MARTLET: swift build --product martlet"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi
if ! "${PYTHON:-python3}" -c 'import pexpect' 2>/dev/null; then
    echo "SKIP all: python3 with pexpect is not here (apt-get install python3-pexpect)"
    echo "0 passed, 0 failed, 1 skipped"
    exit 0
fi
for name in shell marks commands completion screen session account; do suite "${name}_test.py" "${PYTHON:-python3}" "Tests/Shell/${name}_test.py"; done
closing

#!/usr/bin/env bash
# Runs the built martlet against a real Dovecot, and against mailboxes of a million messages, on loopback. MARTLET: the binary.
# Ends with "N passed, N failed, N skipped".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../../.ci/tally.sh"
export MARTLET=${MARTLET:-$here/../../.build/debug/martlet}
for script in dovecot_test.py scale_test.py; do
    suite "Tests/EndToEnd/$script" "${PYTHON:-python3}" "$here/$script"
done
closing

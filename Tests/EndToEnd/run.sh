#!/usr/bin/env bash
# Runs the built martlet on shared mail, against a real Dovecot, and against mailboxes of a million messages, on loopback. MARTLET: the
# binary.
# Ends with "N passed, N failed, N skipped".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../../.ci/tally.sh"
export MARTLET=${MARTLET:-$here/../../.build/debug/martlet}
for name in inspect dovecot examples scale; do suite "${name}_test.py" "${PYTHON:-python3}" "$here/${name}_test.py"; done
closing

#!/usr/bin/env bash
# Runs the built martlet against a real Dovecot on loopback. MARTLET: the binary. Ends with "N passed, N failed, N skipped".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export MARTLET=${MARTLET:-$here/../../.build/debug/martlet}
. "$here/../../.ci/tally.sh"
for name in dovecot examples; do suite "${name}_test.py" "${PYTHON:-python3}" "$here/${name}_test.py"; done
closing

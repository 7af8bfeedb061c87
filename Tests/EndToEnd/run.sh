#!/usr/bin/env bash
# Runs the built martlet against a real Dovecot on loopback. MARTLET: the binary. Ends with "N passed, N failed, N skipped".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export MARTLET=${MARTLET:-$here/../../.build/debug/martlet}
exec "${PYTHON:-python3}" "$here/dovecot_test.py"

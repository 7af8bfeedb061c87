#!/usr/bin/env bash
# try.sh MARTLET - the first look: exports the demo mailbox and lists what was written.
set -euo pipefail

dir=$(mktemp -d "${TMPDIR:-/tmp}/martlet-demo.XXXXXX")
"$1" demo --export "$dir"
echo
find "$dir" -name '*.eml' -exec ls -l {} + | sort -k 9
[ -n "$(find "$dir" -name '*.eml' -print -quit)" ] || { echo "no .eml file in $dir" >&2; exit 1; }
echo
echo "They are in $dir, byte for byte as the server had them."
if [ -t 0 ]; then echo 'To look around in the shell: make demo'; fi

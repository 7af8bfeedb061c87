#!/usr/bin/env bash
# parallel.sh SHARDS DIR [OPTION...] - exports every account of config.toml into DIR/ACCOUNT with GNU parallel: SHARDS jobs, each with
# its part of the accounts. OPTIONs go to martlet, say --config FILE or --per-host 4.
#
#   MARTLET  the program (martlet)
#   JOBS     processes at once (one for each core)
#   TRIES    how often a shard is run while it says "try again later", 75 (3)
#   PAUSE    seconds before the second try; twice as many before the third (60)
#
# Ends with 0 where all shards are well, with 75 where every failed shard says 75, else with the code of one that does not.
# DIR/shards.log is parallel's log: a line a shard, its exit code in column 7.
set -euo pipefail

[ $# -ge 2 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 64; }
shards=$1 dir=$2
shift 2
export MARTLET=${MARTLET:-martlet} TRIES=${TRIES:-3} PAUSE=${PAUSE:-60}

# shard I/N DIR [OPTION...]
shard() {
    local shard=$1 dir=$2 try=1 code
    shift 2
    while true; do
        code=0
        "$MARTLET" -q "$@" --shard "$shard" export all "$dir/{account}" || code=$?
        if [ $code != 75 ] || [ $try -ge "$TRIES" ]; then return $code; fi
        sleep $((PAUSE * try))
        try=$((try + 1))
    done
}
export -f shard

mkdir -p "$dir"
# Its own exit code counts failed jobs; the codes themselves are in its log. `{#}` and the like in OPTIONs would be parallel's.
seq 0 $((shards - 1)) | SHELL=$(command -v bash) parallel --will-cite --jobs "${JOBS:-100%}" --line-buffer --quote \
    --joblog "$dir/shards.log" shard "{}/$shards" "$dir" "$@" || true
awk 'NR > 1 { ran++; if ($7) { failed++; if ($7 != 75) hard = $7 } }
     END { exit ran < shards ? 70 : hard ? hard : failed ? 75 : 0 }' shards="$shards" "$dir/shards.log"

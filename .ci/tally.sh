# tally.sh - sourced: runs suites and adds up what they counted, and says at the end what failed, because of a long log often
# only the end is kept.
passed=0 failed=0 skipped=0 bad=0

# The outermost script makes the list and shows it; those it runs add to it.
outermost=
if [ -z "${MARTLET_FINDINGS:-}" ]; then
    MARTLET_FINDINGS=$(mktemp) outermost=1
    export MARTLET_FINDINGS
    trap 'rm -f "$MARTLET_FINDINGS"' EXIT
fi

# found NAME LOG: adds what LOG says of failures to the list; the last lines where it has none of the known forms.
found() {
    local lines
    lines=$(grep -aE -A 2 '^✘ Test .* (recorded an issue|failed)|^FAIL(ED)? |: error: -\[|Fatal error|ERROR: (Address|Leak|lib)|[.](swift|c|h):[0-9]+:[0-9]+: error:' "$2" |
        cut -c 1-400 | head -n 60) || lines=
    [ -n "$lines" ] || lines=$(tail -n 20 "$2" | cut -c 1-400)
    printf '%s\n' "-- $1" "$lines" >>"$MARTLET_FINDINGS"
}

# Runs a command that ends with the line "N passed, N failed" (", N skipped" may follow). An exit code that the line
# does not explain counts as a failure.
suite() {
    local name=$1 log code=0 line n known
    known=$(wc -c <"$MARTLET_FINDINGS")
    shift
    echo "== $name"
    log=$(mktemp)
    "$@" 2>&1 | tee "$log" || code=$?
    line=$(grep -E '^([A-Za-z]+: )?[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$log" | tail -n 1) || line=
    read -r -a n <<<"$(grep -oE '[0-9]+' <<<"$line" | tr '\n' ' ')"
    passed=$((passed + ${n[0]:-0})) skipped=$((skipped + ${n[2]:-0}))
    local broken=${n[1]:-0}
    if [ -z "$line" ]; then
        echo "$name: it counted nothing" >&2
        [ "$code" != 0 ] || code=1
    fi
    if [ "$code" != 0 ] && [ "$broken" = 0 ]; then broken=1; fi
    failed=$((failed + broken))
    if [ "$broken" != 0 ]; then
        bad=1
        # A suite of suites has written its findings already.
        if [ "$known" = "$(wc -c <"$MARTLET_FINDINGS")" ]; then found "$name" "$log"; fi
    fi
    rm -f "$log"
}

# What failed, the closing line, and the exit code that goes with it. No test at all is a failure.
closing() {
    [ "$passed" -gt 0 ] || bad=1
    if [ -n "$outermost" ] && [ -s "$MARTLET_FINDINGS" ]; then cat "$MARTLET_FINDINGS"; fi
    echo "$passed passed, $failed failed, $skipped skipped"
    return $bad
}

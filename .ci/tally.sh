# tally.sh - sourced: runs suites and adds up what they counted.
passed=0 failed=0 skipped=0 bad=0

# Runs a command that ends with the line "N passed, N failed" (", N skipped" may follow). An exit code that the line
# does not explain counts as a failure.
suite() {
    local name=$1 log code=0 line n
    shift
    echo "== $name"
    log=$(mktemp)
    "$@" 2>&1 | tee "$log" || code=$?
    line=$(grep -E '^([A-Za-z]+: )?[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$log" | tail -n 1) || line=
    rm -f "$log"
    read -r -a n <<<"$(grep -oE '[0-9]+' <<<"$line" | tr '\n' ' ')"
    passed=$((passed + ${n[0]:-0})) skipped=$((skipped + ${n[2]:-0}))
    local broken=${n[1]:-0}
    if [ -z "$line" ]; then
        echo "$name: it counted nothing" >&2
        [ "$code" != 0 ] || code=1
    fi
    if [ "$code" != 0 ] && [ "$broken" = 0 ]; then broken=1; fi
    failed=$((failed + broken))
    [ "$broken" = 0 ] || bad=1
}

# The closing line, and the exit code that goes with it. No test at all is a failure.
closing() {
    [ "$passed" -gt 0 ] || bad=1
    echo "$passed passed, $failed failed, $skipped skipped"
    return $bad
}

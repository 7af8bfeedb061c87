#!/usr/bin/env bash
# sanitize.sh address|undefined - the unit tests under a sanitizer, built apart from the rest. The end-to-end suites run the
# plain binary in a child and have time limits: `make test` runs them.
set -euo pipefail
cd "$(dirname "$0")/.."

# Swift's own crash reporter would trap the signal before the sanitizer speaks.
export SWIFT_BACKTRACE=enable=no

case $1 in
address)
    export LSAN_OPTIONS="suppressions=$PWD/Tests/lsan.supp:print_suppressions=0"
    exec .ci/swift-test.sh --sanitize=address --scratch-path .build/asan --skip EndToEndTests
    ;;
undefined)
    # `--sanitize=undefined` does not reach C here, so the flag goes to clang. Undefined behaviour traps and the run dies of it: the
    # reporting runtime races with itself when the first threads of a test run start. The only C++ is TOMLKit's, which asks a null
    # pointer for its type and throws the answer away.
    exec .ci/swift-test.sh --scratch-path .build/ubsan -Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined \
        -Xcxx -fno-sanitize=undefined --skip EndToEndTests
    ;;
*) echo 'usage: sanitize.sh address|undefined' >&2; exit 64 ;;
esac

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
    # `--sanitize=undefined` does not reach C here: the flag goes to clang, and its runtime to the linker by hand.
    resources=$("${SWIFT:-swift}" -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
    runtime=$resources/clang/lib/linux/libclang_rt.ubsan_standalone-$(uname -m).a
    [ -f "$runtime" ] || { echo "no UndefinedBehaviorSanitizer for C in this toolchain: $runtime" >&2; exit 1; }
    export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
    exec .ci/swift-test.sh --scratch-path .build/ubsan -Xcc -fsanitize=undefined \
        -Xcc -fno-sanitize-recover=undefined -Xlinker "$runtime" --skip EndToEndTests
    ;;
*) echo 'usage: sanitize.sh address|undefined' >&2; exit 64 ;;
esac

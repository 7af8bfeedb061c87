"""Counts what holds and what does not; the last line of a suite is report()."""
import sys

passed = failed = skipped = 0


def check(name, condition, seen=""):
    global passed, failed
    if condition:
        passed += 1
        print("ok      %s" % name)
    else:
        failed += 1
        print("FAILED  %s\n        %s" % (name, str(seen)[:600]))


def skip(name, reason):
    global skipped
    skipped += 1
    print("skipped: %s: %s" % (name, reason))


def report():
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    sys.exit(1 if failed else 0)

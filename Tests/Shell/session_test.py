#!/usr/bin/env python3
"""A whole session in the shell, on a real pseudo-terminal of 60, 80 and 120 columns, with and without colour, against golden files in
Tests/Fixtures/golden: listing, reading, exporting, an empty selection, marking, changing one's mind, the state, a slip, help, the log,
leaving. $MARTLET is the binary, the mail the demo's. MARTLET_RECORD=1 writes the files anew. The last line counts."""
import os
import pathlib
import re
import sys
import tempfile

import pexpect

from kit import PROGRESS

MARTLET = os.path.abspath(os.environ.get("MARTLET", ".build/debug/martlet"))
GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "golden"
RECORDS = os.environ.get("MARTLET_RECORD") == "1"
PROMPT = re.compile(r"(?:\x1b\[[0-9;?]*[a-z])*(demo@[^\r\n]*)> (?:\x1b\[[0-9;?]*[a-z])*$")
LINES = [
    "headers last:4", "read 22", "export 1-5,9 marked out", "export 1-5,9,marked out", "headers subject:привет or from:架空",
    "delete from:press older:1d", "delete 2", "undelete 2", "headers 49-50", "status", "delte 5", "headers sise>1M", "log on", "noop",
    "log off", "delete -n 3-5", "help undelete", "exit",
]
MASKS = [
    (re.compile(r"\x1b\[\?2004[hl]"), ""),
    (re.compile(r"localhost:\d+"), "localhost:PORT"), (re.compile(r"\b\d\d:\d\d:\d\d\.\d{3}"), "00:00:00.000"),
    (re.compile(r"\d+ ms\b"), "0 ms"), (re.compile(r"(idle|for) \d+:\d\d"), r"\1 0:00"),
    (re.compile(r"(Today \d\d:\d\d|[ \d]\d [A-Z][a-z]{2} (\d\d:\d\d|\d{4}))( ?)"), lambda found: "." * len(found.group(0))),
]
passed = failed = 0


def check(name, condition, seen=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print("FAIL %s: %s" % (name, seen))


def play(state, width, colour):
    """Everything on the screen but what was typed: each line stands behind its prompt once."""
    environment = {"HOME": state, "XDG_STATE_HOME": state, "XDG_CACHE_HOME": state, "PATH": os.environ["PATH"], "TERM": "xterm",
                   "LC_ALL": "C.UTF-8", "TZ": "UTC", "PAGER": "cat", "MARTLET_PLUGIN_PATH": os.path.dirname(MARTLET)}
    if not colour:
        environment["NO_COLOR"] = "1"
    child = pexpect.spawn(MARTLET, ["demo"], dimensions=(200, width), env=environment, encoding="utf-8", timeout=20, cwd=state)
    screen = ""
    for line in LINES:
        child.expect(PROMPT)
        screen += child.before + child.match.group(1) + "> " + line + "\n"
        child.sendline(line)
        # The echo of a line that is longer than the screen is drawn in pieces: what matters comes behind its line end.
        child.expect_exact("\r\n")
    child.expect(pexpect.EOF)
    screen += child.before
    child.close()
    check("the shell ends well at %d columns" % width, child.exitstatus == 0, child.exitstatus)
    screen = PROGRESS.sub("", screen).replace("\r\n", "\n").replace("\r", "")
    for pattern, with_ in MASKS:
        screen = pattern.sub(with_, screen)
    return screen


def main():
    for width in (60, 80, 120):
        for colour in (False, True):
            with tempfile.TemporaryDirectory() as state:
                seen = play(state, width, colour)
            check("colour only where it is wanted", ("\x1b[" in seen) == colour, seen[:500])
            path = GOLDEN / ("session-%d%s.txt" % (width, "-colour" if colour else ""))
            if RECORDS:
                path.write_text(seen, encoding="utf-8")
            wanted = path.read_text(encoding="utf-8") if path.exists() else ""
            check("the session at %d columns is as it was" % width, seen == wanted,
                  "\n--- wanted\n%s--- seen\n%s" % (wanted, seen))
    print("%d passed, %d failed, 0 skipped" % (passed, failed))
    sys.exit(1 if failed else 0)


main()

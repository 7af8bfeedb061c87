#!/usr/bin/env python3
"""What people see of mail, on a real pseudo-terminal of several widths, against golden files in Tests/Fixtures/golden.

$MARTLET is the binary; the mail is the demo's, in many scripts. MARTLET_RECORD=1 writes the golden files anew: read the difference
before it is committed. Dates are masked, because how they are shown depends on today. The last line counts.
"""
import os
import pathlib
import re
import sys
import tempfile
import unicodedata

import pexpect

from kit import PROGRESS

MARTLET = os.path.abspath(os.environ.get("MARTLET", ".build/debug/martlet"))
GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "golden"
RECORDS = os.environ.get("MARTLET_RECORD") == "1"
PROMPT = "demo@localhost "
DATE = re.compile(r"(Today \d\d:\d\d|[ \d]\d [A-Z][a-z]{2} (\d\d:\d\d|\d{4}))( ?)")
passed = failed = 0


def check(name, condition, seen=""):
    global passed, failed
    if condition:
        passed += 1
    else:
        failed += 1
        print("FAIL %s: %s" % (name, seen))


def columns(line):
    """Columns of a line, by the tables of Unicode that come with Python."""
    width = 0
    for sign in line:
        if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
            continue
        width += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
    return width


def controls(shown):
    """Characters that move a cursor, reorder or hide; joiners between letters are none."""
    return sorted({sign for sign in shown if unicodedata.category(sign) in ("Cc", "Cf") and sign not in "\n\t\u200c\u200d"})


def screen(state, width, line, pager="cat"):
    """What a line typed into the demo's shell shows, without the line itself."""
    environment = {"HOME": state, "XDG_STATE_HOME": state, "XDG_CACHE_HOME": state, "PATH": os.environ["PATH"], "TERM": "xterm",
                   "LC_ALL": "C.UTF-8", "TZ": "UTC", "PAGER": pager, "NO_COLOR": "1", "MARTLET_PLUGIN_PATH": os.path.dirname(MARTLET)}
    child = pexpect.spawn(MARTLET, ["demo"], dimensions=(60, width), env=environment, encoding="utf-8", timeout=20)
    child.expect_exact(PROMPT)
    child.expect_exact("> ")
    child.sendline(line)
    child.expect_exact(line)
    child.expect_exact("\r\n")
    child.expect(r"(\x1b\[[^\r\n]*)?(\r)?" + PROMPT)
    shown = child.before
    child.sendline("exit")
    child.expect(pexpect.EOF)
    child.close()
    shown = re.sub(r"\x1b\[\?2004[hl]\r?", "", PROGRESS.sub("", shown))
    return shown.replace("\r\n", "\n").lstrip("\n")


def compare(name, text):
    path = GOLDEN / (name + ".txt")
    if RECORDS:
        path.write_text(text, encoding="utf-8")
    wanted = path.read_text(encoding="utf-8") if path.exists() else ""
    check(name + " is as it was", text == wanted, "\n--- wanted\n%s--- seen\n%s" % (wanted, text))


def main():
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as state:
        for width in (60, 80, 120, 200):
            shown = screen(state, width, "headers")
            wide = [line for line in shown.split("\n") if columns(line) > width]
            check("no line of headers is wider than %d columns" % width, not wide, wide[:3])
            check("no control of a mail reaches the screen at %d columns" % width, not controls(shown), controls(shown))
            head = shown.split("\n")[0]
            size, subject = head.find("SIZE"), head.find("SUBJECT")
            if size > 0:  # a right-hand column ends in the same place in every row, whatever script stands before it
                rows = [line for line in shown.split("\n")[1:] if line]
                ragged = [line for line in rows if not ends_at(line, size + 4)]
                check("every size ends in its column at %d columns" % width, not ragged, ragged)
            compare("headers-%d" % width, DATE.sub(lambda found: "." * len(found.group(0)), shown))
            box = [line for line in screen(state, width, "read 1-48").split("\n") if line[:1] in ("┌", "│")]
            wide = [line for line in box if columns(line) > width]
            check("no line of a header box is wider than %d columns" % width, len(box) > 100 and not wide, wide[:3])
        for number, what in ((36, "digest"), (40, "bare"), (22, "letter")):
            compare("read-%s" % what, screen(state, 80, "read %d" % number))
        for line in ("read all", "parts all", "raw 1-48"):
            shown = screen(state, 80, line)
            check("%s shows no control of a mail" % line, len(shown) > 1000 and not controls(shown), controls(shown))
        paged = screen(state, 80, "read 40", pager="sed 's/^/P:/'").split("\n")
        check("read goes through the pager", len(paged) > 3 and all(line.startswith("P:") for line in paged if line), paged)
        left = screen(state, 80, "read 49", pager="head -n 2 >/dev/null; echo left")
        check("a pager that is left early is no error", left.strip() == "left", left)
        direct = screen(state, 80, "read 40")
        for none in ("", " "):
            check("an empty pager is none", screen(state, 80, "read 40", pager=none) == direct, none)
        for missing in ("no-such-pager -R", "/dev/null"):
            shown = screen(state, 80, "read 40", pager=missing)
            check("without its pager the text is shown as it is", direct.strip() in shown, shown)
            check("a missing pager is told once", shown.count('warning: the pager "%s" cannot be started' % missing) == 1, shown)
        compare("parts", screen(state, 80, "parts 30-42"))
    print("%d passed, %d failed, 0 skipped" % (passed, failed))
    sys.exit(1 if failed else 0)


def ends_at(line, place):
    """Whether a word ends just before that column."""
    width = 0
    for index, sign in enumerate(line):
        if width == place:
            return line[index - 1] != " " and sign == " "
        width += columns(sign)
    return width == place


main()

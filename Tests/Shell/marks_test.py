"""Marks on our side, keystroke by keystroke: the questions, the lost line, and what the server has afterwards."""

import re
import signal
import subprocess
import sys

from kit import MARTLET, check, code, do, main, prompt


def test_marks_outlive_a_lost_line_and_quit_deletes_exactly_them(site):
    before = site.uids()
    child, messages = site.connected()
    check(do(child, "delete 2,5")[1] == 2, "marks in the prompt")
    site.relay.cut()
    text = do(child, "noop")[2]
    check("kept: 2 marks; nothing was deleted on the server" in text and "try: reconnect" in text, text)
    text = do(child, "stat")[2]
    check("signed in again; 2 marks found by unique id; numbers may have changed" in text, text)
    site.relay.cut()
    child.sendline("quit")  # on a dead line: asks, signs in again, deletes
    child.expect(r"Delete 2 messages \([0-9.]+ [A-Z]+\) from the server for good\? \[y/N\] ")
    child.sendline("y")
    child.expect("(error|deleted 2;)")
    if child.match.group(1) == b"error":
        prompt(child)
        child.sendline("quit --yes")
        child.expect_exact("deleted 2; %d left" % (messages - 2))
    check(code(child) == 0, "exit code")
    check(site.uids() == [uid for i, uid in enumerate(before) if i not in (1, 4)], "what is left on the server")


def test_exit_and_end_of_input_delete_nothing(site):
    before = site.uids()
    for ending in ("exit\r", "\x04\r", "\x04\x04", "\x04n\r", "\x04\x03"):
        child, messages = site.connected()
        do(child, "delete 1-3")
        do(child, "dele 4")
        if ending[0] == "\x04":
            child.sendeof()
            child.expect_exact("[y/N] ")
            child.send(ending[1:])
        else:
            child.send(ending)
        child.expect_exact("kept all %d messages; 4 marks forgotten" % messages)
        check(code(child) == 0, "exit code")
    check(site.uids() == before, "something was deleted")


def test_end_of_input_and_yes_deletes(site):
    before = site.uids()
    child, messages = site.connected()
    do(child, "delete $")
    child.sendeof()
    child.expect_exact("[y/N] ")
    child.sendline("y")
    child.expect_exact("deleted 1; %d left" % (messages - 1))
    check(code(child) == 0, "exit code")
    check(site.uids() == before[:-1], "what is left")


def test_terminate_with_marks_deletes_nothing(site):
    before = site.uids()
    child, _ = site.connected()
    do(child, "delete *")
    child.kill(signal.SIGTERM)
    child.expect_exact("marks forgotten")
    check(code(child) == 130, "exit code")
    check(site.uids() == before, "something was deleted")


def test_undelete_after_dele(site):
    before = site.uids()
    child, _ = site.connected()
    do(child, "dele 1 2 3")
    check(do(child, "undelete 2")[1] == 2, "two marks left")
    check(" D" in do(child, "headers 1")[2], "D in the list")
    child.sendline("quit --yes")
    child.expect_exact("deleted 2;")
    code(child)
    check(site.uids() == [uid for i, uid in enumerate(before) if i not in (0, 2)], "what is left")


def test_status_and_dry_run(site):
    child, _ = site.connected()
    text = do(child, "delete -n 1-2")[2]
    check("would mark 2 messages" in text and prompt_is(child) == 0, text)
    text = do(child, "delete 1-2")[2]
    check("they go when you quit" in text, text)
    text = do(child, "status")[2]
    check(re.search(r'pending   2 to delete, [0-9.]+ K?B +"undelete \*" keeps them, "quit" applies', text), text)
    child.sendline("exit")
    code(child)


def prompt_is(child):
    return do(child, "noop")[1]


def test_one_shot_asks_on_a_terminal(site):
    before = site.uids()
    for answer, words in (("n", "kept everything"), ("y", "deleted 1; ")):
        child = site.shell("delete", "1")
        child.expect_exact("from the server for good? [y/N] ")
        child.sendline(answer)
        child.expect_exact(words)
        check(code(child) == 0, "exit code")
    check(site.uids() == before[1:], "what is left")
    done = subprocess.run([MARTLET, "delete", "1"], env=site.env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    check(done.returncode == 64 and "try: delete --yes 1" in done.stderr, done.stderr)
    check(site.uids() == before[1:], "deleted without a yes")
    done = subprocess.run([MARTLET, "delete", "--yes", "1"], env=site.env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    check(done.returncode == 0 and "deleted 1; " in done.stderr, done.stderr)
    check(site.uids() == before[2:], "what is left")


sys.exit(main(globals(), "martlet-marks-"))

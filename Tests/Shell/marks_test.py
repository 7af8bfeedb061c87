"""Marks on our side, keystroke by keystroke: the questions, the lost line, and what the server has afterwards.

The server is the demo's behind a relay that can cut the line. Every test is a function named test_*; the last line counts.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import pexpect

MARTLET = os.path.abspath(os.environ.get("MARTLET", ".build/debug/martlet"))
PROMPT = r"work(?: signed out)? (\d+)(?: \((?:\d+ new(?:, )?)?(?:(\d+) to delete)?\))?> "


def check(holds, what):
    if not holds:
        raise AssertionError(what)


class Relay:
    """A port on loopback that leads to another, until cut() ends every connection through it."""

    def __init__(self, port):
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.open = []
        self.stalled = threading.Event()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            near = self.listener.accept()[0]
            far = socket.create_connection(("127.0.0.1", self.target))
            self.open += [near, far]
            for a, b, slow in ((near, far, False), (far, near, True)):
                threading.Thread(target=self.pass_on, args=(a, b, slow), daemon=True).start()

    def pass_on(self, source, sink, slow):
        try:
            while octets := source.recv(4096):
                while slow and self.stalled.is_set():
                    time.sleep(0.02)
                sink.sendall(octets)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        for end in self.open:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.open = []


class Site:
    """A demo server, a relay to it and an account `work` behind the relay."""

    def __init__(self, state):
        self.state = state
        self.served = subprocess.Popen([MARTLET, "demo", "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        url, _, ca = self.served.stdout.readline().rstrip("\n").split("\t")
        self.relay = Relay(int(url.rsplit(":", 1)[1]))
        self.env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES", "INPUTRC")}
        self.env.update(XDG_STATE_HOME=state, XDG_CONFIG_HOME=state, XDG_CACHE_HOME=state, HOME=state, TERM="xterm", LC_ALL="C.UTF-8",
                        INPUTRC="/dev/null", PAGER="cat")
        os.makedirs(state + "/martlet", mode=0o700)
        with open(os.open(state + "/martlet/config.toml", os.O_WRONLY | os.O_CREAT, 0o600), "w") as f:
            f.write('default = "work"\n[account.work]\nserver = "pops://demo@localhost:%d"\nca-file = "%s"\npassword = { command = ["echo", "demo"] }\n'
                    % (self.relay.port, ca.removeprefix("ca ")))

    def uids(self):
        """What is on the server, by another client, past the relay's cuts."""
        for _ in range(50):
            done = subprocess.run([MARTLET, "uidl"], env=self.env, capture_output=True, text=True, timeout=30)
            if done.returncode == 0:
                return [line.split("\t")[1] for line in done.stdout.splitlines()]
            time.sleep(0.1)
        raise AssertionError(done.stderr)

    def shell(self, *arguments):
        child = pexpect.spawn(MARTLET, list(arguments), env=self.env, dimensions=(50, 100), timeout=20)
        child.delaybeforesend = 0.05
        return child

    def connected(self):
        child = self.shell()
        child.expect_exact("Ctrl-D leaves")
        child.expect_exact("> ")
        child.sendline("connect work")
        return child, prompt(child)[0]

    def end(self):
        self.relay.cut()
        self.served.communicate()


def prompt(child):
    child.expect(PROMPT)
    return int(child.match.group(1)), int(child.match.group(2) or 0), child.before.decode("utf-8", "replace")


def do(child, line):
    child.sendline(line)
    return prompt(child)


def code(child):
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


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


def main():
    passed = failed = 0
    for name, test in list(globals().items()):
        if not name.startswith("test_") or (len(sys.argv) > 1 and sys.argv[1] not in name):
            continue
        state = tempfile.mkdtemp(prefix="martlet-marks-")
        site = Site(state)
        try:
            test(site)
            passed += 1
        except Exception as error:  # one test that fails stops no other
            failed += 1
            words = str(error).split("\n")[0] if isinstance(error, AssertionError) else repr(error)[:1500]
            print(f"FAIL {name}: {words}")
        finally:
            site.end()
            shutil.rmtree(state, ignore_errors=True)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


sys.exit(main())

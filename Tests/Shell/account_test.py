#!/usr/bin/env python3
"""account add, edit, password and remove, trust pin and connect --wait on a pseudo-terminal: the questions, the answers, and the file afterwards.

Every test gets a new home and is a function named test_*; it fails by an exception. The last line counts.
"""
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading

import pexpect

MARTLET = os.path.abspath(os.environ.get("MARTLET", ".build/debug/martlet"))


class Served:
    """The demo's own server, as another process."""

    def __init__(self, home):
        self.process = subprocess.Popen([MARTLET, "demo", "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=environment(home))
        url, _, authority = self.process.stdout.readline().rstrip("\n").split("\t")
        self.port = url.rsplit(":", 1)[1]
        self.authority = authority.removeprefix("ca ")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.communicate()


def environment(home, **more):
    return {"HOME": home, "PATH": os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C.UTF-8", "INPUTRC": "/dev/null", **more}


def started(home, *words, **more):
    return pexpect.spawn(MARTLET, list(words), env=environment(home, **more), dimensions=(40, 120), encoding="utf-8", timeout=20)


def ended(child):
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def config(home):
    with open(home + "/.config/martlet/config.toml", encoding="utf-8") as file:
        return file.read()


def check(holds, what):
    if not holds:
        raise AssertionError(what)


def adding(home, served, *words):
    return started(home, "account", "add", "anna@example.net", "--server", "pops://localhost:" + served.port, "--user", "demo",
                   "--ca-file", served.authority, *words)


def ran(home, *words):
    return subprocess.run([MARTLET, *words], env=environment(home), capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


def test_a_server_nobody_signed_is_added_unchecked_and_then_pinned(home):
    with Served(home) as served:
        add = ("account", "add", "anna@example.net", "--server", "pops://localhost:" + served.port, "--user", "demo",
               "--password-command", "echo demo")
        done = ran(home, *add)
        hint = "try: account add anna@example.net … --no-check, then trust pin example  (after"
        check(done.returncode == 77 and hint in done.stderr, done.stderr)
        check(not os.path.exists(home + "/.config/martlet"), "something was written")
        check(ran(home, *add, "--no-check").returncode == 0, "added without a look")
        child = started(home, "trust", "pin", "example")
        child.expect_exact("trusted from now on? [y/N] ")
        child.sendline("y")
        child.expect_exact("trusts it from now on")
        check(ended(child) == 0, "exit code")
        check(ran(home, "-a", "example", "stat").returncode == 0, "the account works")


def test_what_stands_before_account_add_is_for_it(home):
    with Served(home) as served:
        place = "pops://localhost:" + served.port
        done = ran(home, "--server", place, "--ca-file", served.authority, "--user", "demo", "--password-command", "echo demo",
                   "account", "add", "anna@example.net")
        check(done.returncode == 0, done.stderr)
        check(f'ca-file  = "{served.authority}"' in config(home) and 'user     = "demo"' in config(home), config(home))
        done = ran(home, "--pin", "0" * 64, "--server", place, "--user", "demo", "--password-command", "echo demo",
                   "account", "add", "berta@example.net", "--name", "b")
        check(done.returncode == 77 and "is not the pinned one" in done.stderr, done.stderr)
        done = ran(home, "--pin", "0" * 64, "account", "add", "berta@example.net", "--server", place, "--ask-password", "--no-check",
                   "--name", "b")
        check(done.returncode == 0 and 'pin      = "' + "0" * 64 in config(home), done.stderr + config(home))
        before = config(home)
        for words in (["-a", "b"], ["--password-fd", "0"], ["--token-fd", "0"]):
            done = ran(home, *words, "account", "add", "c@example.net", "--server", place, "--no-check")
            check(done.returncode == 64 and "try: " in done.stderr, done.stderr)
        check(config(home) == before, "something was written")


def test_a_command_prints_the_password(home):
    with Served(home) as served:
        child = adding(home, served)
        child.expect_exact("Where is the password?")
        child.expect_exact("e.g. pass show mail/anna")
        child.expect_exact("> ")
        child.sendline("3")
        child.expect_exact("1 or 2")
        child.sendline("1")
        child.expect_exact("Command: ")
        child.sendline("echo demo")
        child.expect_exact("Using localhost:%s with TLS." % served.port)
        child.expect(r"Signed in as demo: \d+ messages")
        child.expect_exact('Added account "example" to ')
        child.expect_exact("open the shell")
        check(ended(child) == 0, "exit code")
    check('password = { command = ["echo", "demo"] }\n' in config(home), config(home))


def test_the_password_is_asked_without_echo(home):
    with Served(home) as served:
        child = adding(home, served)
        child.expect_exact("> ")
        child.sendline("2")
        child.expect_exact("Password for demo at localhost: ")
        child.sendline("demo")
        child.expect_exact('Added account "example" to ')
        check("demo\r\n" not in child.before, child.before)
        check(ended(child) == 0, "exit code")
    check("password" not in config(home), config(home))


def test_ctrl_c_at_a_question_writes_nothing(home):
    with Served(home) as served:
        child = adding(home, served)
        child.expect_exact("> ")
        child.sendintr()
        child.expect_exact("error: nothing was answered")
        check(ended(child) == 130, "exit code")
    check(not os.path.exists(home + "/.config/martlet"), "something was written")


def test_the_first_run_offers_an_account_and_is_no_gate(home):
    child = started(home)
    child.expect_exact("No account yet. Add one now? [Y/n] ")
    child.sendline("")
    child.expect_exact("Mail address: ")
    child.sendline("nonsense")
    child.expect_exact('error: "nonsense" is no mail address')
    child.expect_exact("Ctrl-D leaves")
    child.sendeof()
    check(ended(child) == 0, "exit code")


def written(home, text):
    os.makedirs(home + "/.config/martlet")
    with open(os.open(home + "/.config/martlet/config.toml", os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def test_edit_opens_the_editor_at_the_line_and_reads_the_file_again(home):
    written(home, "# one\n[account.a]\nserver = \"h\"\n[account.b]\nserver = \"h\"\n")
    editor = home + "/nano"
    with open(os.open(editor, os.O_WRONLY | os.O_CREAT, 0o755), "w") as file:
        file.write("#!/bin/sh\necho \"edits $@\"\nprintf 'sever = 1\\n' >>\"$2\"\n")
    child = started(home, "account", "edit", "b", VISUAL=editor, EDITOR="false")
    child.expect(re.escape("edits +4 " + home) + r"[^\r]*config\.toml")
    child.expect_exact('error: config.toml:6: unknown key "sever"')
    check(ended(child) == 78, "exit code")


def test_remove_asks_and_keeps_without_a_yes(home):
    text = "[account.a]\nserver = \"h\"\n[account.b]\nserver = \"h\"\n"
    written(home, text)
    for answer, left in (("", text), ("n", text), ("y", "[account.a]\nserver = \"h\"\n")):
        child = started(home, "account", "remove", "b")
        child.expect_exact('Remove account "b" (pops://h, no user) from ')
        child.expect_exact("[y/N] ")
        child.sendline(answer)
        check(ended(child) == 0, "exit code")
        check(config(home) == left, config(home))


def account(home, served, *lines):
    written(home, '[account.example]\nserver = "pops://localhost:%s"\nuser = "demo"\n' % served.port + "".join(lines))


def test_trust_pin_shows_the_certificate_and_asks_once(home):
    with Served(home) as served:
        account(home, served, 'password = { command = "echo demo" }\n')
        before = config(home)
        for answer, code in (("", 77), ("n", 77), ("y", 0)):
            check(config(home) == before, config(home))
            child = started(home, "trust", "pin", "example", "-q")
            child.expect_exact("shows this certificate:")
            child.expect_exact("issuer    CN=martlet demo authority")
            child.expect_exact("no: nobody this system trusts has signed it")
            child.expect_exact("Is that what your provider says, and shall it be trusted from now on? [y/N] ")
            child.sendline(answer)
            check(ended(child) == code, "exit code after %r" % answer)
        check(re.search('^pin      = "[0-9a-f]{64}"  # SHA-256 of the public key$', config(home), re.M), config(home))
        child = started(home, "-a", "example", "stat")
        child.expect(r"\d+")
        check(ended(child) == 0, "exit code")


def test_trust_pin_opens_the_editor_where_it_may_not_write(home):
    with Served(home) as served:
        account(home, served, "[set]\n")
        editor = home + "/nano"
        with open(os.open(editor, os.O_WRONLY | os.O_CREAT, 0o755), "w") as file:
            file.write("#!/bin/sh\necho \"edits $1\"\nsed -i \"1a $(cat %s/line)\" \"$2\"\n" % home)
        for answer in ("n", "y"):
            child = started(home, "trust", "pin", "example", VISUAL=editor)
            child.expect_exact("[y/N] ")
            child.sendline("y")
            child.expect_exact("This goes into config.toml by hand, below line 1:")
            child.expect("  (pin = .*)\r\n")
            with open(home + "/line", "w") as file:
                file.write(child.match.group(1))
            child.expect_exact("Open the editor there? [Y/n] ")
            child.sendline(answer)
            child.expect_exact("does not trust it yet" if answer == "n" else "edits +1")
            check(ended(child) == 0, "exit code")
        check(config(home).startswith("[account.example]\npin = "), config(home))


def test_the_password_of_an_account_is_tried_and_moved(home):
    with Served(home) as served:
        account(home, served, 'ca-file = "%s"\n' % served.authority)
        secret = home + "/secret"
        with open(os.open(secret, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write("demo\n")
        child = started(home, "account", "password", "example")
        child.expect_exact("Password for demo at localhost: ")
        child.sendline("wrong")
        child.expect_exact("or Return to leave it: ")
        child.sendline("")
        child.expect_exact("error: nothing was changed: sign-in refused for demo")
        check(ended(child) == 77, "exit code")
        child = started(home, "account", "password", "example")
        child.expect_exact('The password of "example" is asked for each time.')
        child.expect_exact("Password for demo at localhost: ")
        child.sendline("wrong")
        child.expect_exact("error: sign-in refused for demo")
        child.expect_exact("3  ask me each time")
        child.expect_exact("1, 2, 3, or Return to leave it: ")
        child.sendline("9")
        child.expect_exact("1, 2, 3, or Return to leave it: ")
        child.sendline("2")
        child.expect_exact("File: ")
        child.sendline("~/secret")
        child.expect(r"Signed in as demo: \d+ messages.* From now on the password is in the file ")
        check(ended(child) == 0, "exit code")
        check(config(home).endswith('password = { file = "%s" }\n' % secret), config(home))
        child = started(home, "account", "password", "example")
        child.expect_exact("Signed in as demo: ")
        child.expect_exact("Take it from another place? [y/N] ")
        child.sendline("")
        check(ended(child) == 0, "exit code")
        child = started(home, "account", "password", "example", "--ask-password", VISUAL="true")
        child.expect_exact("Password for demo at localhost: ")
        child.sendline("demo")
        child.expect_exact("This has to go from config.toml, by hand: line 5")
        child.expect_exact("[Y/n] ")
        child.sendline("y")
        child.expect_exact("config.toml says something else still")
        child.expect_exact("nothing was changed")
        check(ended(child) == 0, "exit code")


class Slow:
    """A server that wants 300 s between sign-ins."""

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def serve(self):
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            with line, line.makefile("rwb", 0) as stream:
                stream.write(b"+OK\r\n")
                for command in stream:
                    verb = command.split()[0].upper()
                    stream.write({b"CAPA": b"+OK\r\nUSER\r\nLOGIN-DELAY 300\r\n.\r\n", b"USER": b"+OK\r\n", b"QUIT": b"+OK\r\n",
                                  b"PASS": b"-ERR [LOGIN-DELAY] 212 s left\r\n"}[verb])
                    if verb == b"QUIT":
                        break


def test_the_wait_is_shown_and_ctrl_c_ends_it(home):
    with Slow() as slow:
        child = started(home, "connect", "pop://demo@127.0.0.1:%d" % slow.port, "--insecure-cleartext", "--wait")
        child.expect_exact("Password for demo at 127.0.0.1: ")
        child.sendline("demo")
        child.expect(r"the server wants 300 s between sign-ins; 3:3[23] to wait, Ctrl-C ends it")
        child.expect(r"3:3[0-2] to wait")
        child.sendintr()
        child.expect_exact("error: interrupted; nobody signed in")
        check(ended(child) == 130, "exit code")


def main():
    passed = failed = 0
    for name, test in sorted(globals().items()):
        if not name.startswith("test_"):
            continue
        with tempfile.TemporaryDirectory() as home:
            try:
                test(home)
                passed += 1
            except (AssertionError, pexpect.ExceptionPexpect) as error:
                failed += 1
                print("FAIL %s: %s" % (name, error))
    print("%d passed, %d failed, 0 skipped" % (passed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""account add, edit and remove on a pseudo-terminal: the questions, the answers, and the file afterwards.

Every test gets a new home and is a function named test_*; it fails by an exception. The last line counts.
"""
import os
import re
import subprocess
import sys
import tempfile

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
    child.expect(re.escape("edits +4 " + home) + ".*config.toml")
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

"""The shell of `martlet demo` on a pseudo-terminal: what a person sees, octet by octet.

Above 400 lines because every test shares one driver and one demo server; a split would import all of it again.
Every test gets a new state folder and a new demo server. A test is a function named test_*; it fails by an exception.
"""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unicodedata

import pexpect

MARTLET = os.path.abspath(os.environ.get("MARTLET", ".build/debug/martlet"))
PROMPT = r"demo@localhost (\d+)(?: \((?:\d+ new(?:, )?)?(?:(\d+) to delete)?\))?> "
# What readline and our own prompt may send: colour, erase, cursor motion, bracketed paste, keypad.
OURS = re.compile(rb"\x1b\[\?2004[hl]|\x1b\[[0-9;]*[mKCDAJH]|\x1b\[\?1[hl]|\x1b[=>]|\x1b\[[0-9]*[P@]")


class Shell:
    """A shell under a terminal; everything it sent is in `sent`."""

    def __init__(self, state, columns=80, arguments=("demo",), **environment):
        env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES", "INPUTRC")}
        env.update(XDG_STATE_HOME=state, HOME=state, TERM="xterm", LC_ALL="C.UTF-8", INPUTRC="/dev/null", **environment)
        self.state = state
        self.sent = b""
        self.child = pexpect.spawn(MARTLET, list(arguments), env=env, dimensions=(50, columns), timeout=20)
        self.child.delaybeforesend = 0.05
        self.child.logfile_read = self

    def write(self, octets):
        self.sent += octets

    def flush(self):
        pass

    def prompt(self):
        """Waits for a prompt; returns (messages, to delete, text before it)."""
        self.child.expect(PROMPT)
        match = self.child.match
        return int(match.group(1)), int(match.group(2) or 0), self.child.before.decode("utf-8", "replace")

    def do(self, line):
        self.child.sendline(line)
        return self.prompt()

    def end(self):
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus

    def history(self):
        with open(os.path.join(self.state, "martlet", "history"), encoding="utf-8") as file:
            return file.read().split("\n")[:-1]


def check(holds, what):
    if not holds:
        raise AssertionError(what)


def opened(state, columns=80):
    shell = Shell(state, columns)
    shell.child.expect_exact("Ctrl-D leaves")
    messages, marked, _ = shell.prompt()
    check(messages > 0 and marked == 0, "no messages, or marks at the start")
    return shell, messages


def test_banner_and_list(state):
    shell, messages = opened(state)
    check(b"help for commands, Tab completes, Ctrl-D leaves" in shell.sent, "banner")
    text = shell.do("list")[2]
    rows = [line for line in text.splitlines() if re.fullmatch(r" *\d+ +\d+", OURS.sub(b"", line.encode()).decode())]
    check(len(rows) == messages, f"{len(rows)} rows for {messages} messages")
    shell.child.sendeof()
    check(shell.end() == 0, "exit code")


def test_help(state):
    shell, _ = opened(state)
    text = shell.do("help")[2]
    check("retr" in text and "quit" in text, "help lists commands")
    check("dele" in shell.do("help dele")[2], "help of a command")
    check("try: list" in shell.do("lisst")[2], "a near name is suggested and the shell goes on")
    check("never closed" in shell.do("list 'a")[2], "an open quote is told")


def test_tab_completes_a_command(state):
    shell, messages = opened(state)
    shell.child.send("lis\t")
    shell.child.expect_exact("list ")
    shell.child.send("1\r")
    check(re.search(r"1 +\d+", shell.prompt()[2]), "list 1")
    shell.child.send("sta\t\t\t")  # the first Tab makes it "stat", the second rings, the third lists
    shell.child.expect(r"stat +(stats +)?status")
    shell.child.send("\x15help exit-\t\r")
    shell.child.expect_exact("interrupted")
    shell.prompt()


def test_tab_completes_a_path(state):
    os.mkdir(os.path.join(state, "with blank"))
    shell, _ = opened(state)
    shell.child.send("log to ~/wi\t")
    shell.child.expect_exact("~/with\\ blank/")
    shell.child.send("\x15log to '" + state + "/wi\t")
    shell.child.expect_exact("with blank/")
    shell.child.send("x'\r")
    shell.prompt()
    check(os.path.exists(os.path.join(state, "with blank", "x")), "the transcript was made where Tab said")


def test_tab_completes_a_sender(state):
    shell, _ = opened(state)
    shell.child.send("headers from:kim@\t")  # nobody was seen yet: it rings, and nothing comes
    shell.child.expect_exact("\x07")
    shell.child.send("\x15")
    shell.do("headers all")
    shell.child.send("headers from:NEWS\t")  # the only one, as its mail has it, and a blank behind it
    shell.child.expect_exact("news@bakery.example ")
    check("Corner Bakery" in shell.do("")[2], "a sender's mail")
    # Names have blanks, so all get a quote; the last seen is listed first, what was typed stays.
    shell.child.send("headers from:ki\t\t\t")
    shell.child.expect(r"kim@example\.net +kim Flowing +kim@example\.kr")
    shell.child.expect_exact('headers from:"kim')
    shell.child.send(" f\t")  # there is one left: readline closes the quote
    shell.child.expect_exact('lowing" ')
    text = shell.do("")[2]
    check("Kim Flowing" in text and "kim@" not in text, "the sender in quotes: " + text)
    shell.child.send("headers from:A\\ n\t")
    shell.child.expect_exact('"A name, with a comma" ')
    check("A name, with a c" in shell.do("")[2], "a name with a comma")
    shell.child.send("headers 'from:kim f\t")
    shell.child.expect_exact("""Kim Flowing"' """)
    check("Kim Flowing" in shell.do("")[2], "quotes around it all")
    seen = len(shell.sent)
    shell.child.send("headers from:\t\t\t")
    shell.child.expect_exact("Awkward Press")
    shell.child.expect_exact('headers from:"')
    shell.child.send("\x15")
    shell.do("stat")
    listed = shell.sent[seen:]
    check(b"red@example.com" in listed and b"Red" not in listed, "a name with controls is not offered, its address is")
    shell.child.sendeof()
    check(shell.end() == 0, "exit code")


def test_history_now_and_after_a_restart(state):
    shell, _ = opened(state)
    shell.do("stat")
    shell.do("noop")
    shell.do("noop")
    shell.do(" status")
    shell.child.send("\x1b[A")
    shell.child.expect_exact("noop")
    shell.child.send("\x1b[A")
    shell.child.expect_exact("stat")
    shell.child.send("\r")
    check("OCTETS" in shell.prompt()[2], "the line of before ran")
    shell.child.sendline("exit")
    shell.end()
    check(shell.history() == ["stat", "noop", "stat", "exit"], f"history file {shell.history()}")
    mode = stat.S_IMODE(os.stat(os.path.join(state, "martlet", "history")).st_mode)
    check(mode == 0o600, f"mode {mode:o}")
    again, _ = opened(state)
    again.child.send("\x1b[A\x1b[A")
    again.child.expect_exact("stat")
    again.child.send("\r")
    check("OCTETS" in again.prompt()[2], "history of the last session")


def test_history_mode_and_link(state):
    folder = os.path.join(state, "martlet")
    os.mkdir(folder)
    path = os.path.join(folder, "history")
    with open(path, "w") as file:
        file.write("stat\n")
    os.chmod(path, 0o644)
    shell, _ = opened(state)
    shell.do("noop")
    check(stat.S_IMODE(os.stat(path).st_mode) == 0o600, "others keep their rights")
    shell.child.sendline("exit")
    shell.end()
    target = os.path.join(state, "target")
    os.rename(path, target)
    os.symlink(target, path)
    before = open(target).read()
    shell, _ = opened(state)
    check(b"no history" in shell.sent, "a link is refused and told")
    shell.do("noop")
    check(open(target).read() == before, "written through a link")


def test_password_is_not_in_the_history(state):
    shell, _ = opened(state)
    shell.do("pass geheim1")
    shell.do("apop anna geheim2")
    shell.do("noop")
    shell.child.sendline("connect pops://anna:geheim3@localhost:1")
    shell.child.expect_exact("> ")
    start = len(shell.sent)
    shell.child.send("\x1b[A\x1b[A\x1b[A")
    shell.child.expect(pexpect.TIMEOUT, timeout=0.5)
    check(b"geheim" not in shell.sent[start:], "a password comes back with the arrow key")
    shell.child.send("\x15exit\r")
    shell.end()
    check(not any("geheim" in line for line in shell.history()), f"{shell.history()}")
    found = subprocess.run(["grep", "-rl", "geheim", state], capture_output=True, text=True).stdout
    check(found == "", f"a password is in {found}")


def test_interrupt_at_the_prompt_keeps_the_session(state):
    shell, messages = opened(state)
    shell.do("dele 1")
    for text in ("", "half a line"):
        shell.child.send(text)
        time.sleep(0.3)
        shell.child.sendintr()
        shell.child.expect_exact("^C")
        check(shell.prompt()[:2] == (messages, 1), "the session after ^C")
    text = shell.do("stat")[2]
    check(str(messages - 1) in text and "error" not in text, f"stat after ^C: {text!r}")
    shell.child.kill(signal.SIGINT)
    shell.prompt()
    check("error" not in shell.do("noop")[2], "noop after a signal")


def test_marks_show_and_quit_asks(state):
    shell, messages = opened(state)
    check(shell.do("dele 1")[:2] == (messages, 1), "the mark is in the prompt")
    shell.child.sendline("quit")
    shell.child.expect(r"Delete 1 message \([0-9.]+ [A-Z]+\) from the server for good\? \[y/N\] ")
    check(shell.do("n")[:2] == (messages, 1), "N stays")
    shell.child.sendline("q")
    shell.child.expect_exact("[y/N] ")
    check(shell.do("")[:2] == (messages, 1), "Return stays")
    shell.child.sendline("quit --")
    shell.child.expect_exact("[y/N] ")
    shell.child.sendintr()
    check(shell.prompt()[:2] == (messages, 1), "^C stays")
    check(shell.do("rset")[:2] == (messages, 0), "rset")
    shell.do("dele 2 3")
    shell.child.sendline("quit")
    shell.child.expect_exact("Delete 2 messages")
    shell.child.sendline("y")
    shell.child.expect_exact(f"deleted 2; {messages - 2} left")
    check(shell.end() == 0, "exit code")


def test_exit_keeps(state):
    shell, messages = opened(state)
    shell.do("dele 1 2")
    shell.child.sendline("exit")
    shell.child.expect_exact(f"kept all {messages} messages; 2 marks forgotten")
    check(shell.end() == 0, "exit code")


def test_end_of_input(state):
    shell, _ = opened(state)
    shell.child.sendeof()
    check(shell.end() == 0 and b"[y/N]" not in shell.sent, "^D without marks leaves")
    for answer, words in (("", "messages; 1 mark forgotten"), ("y\r", "deleted 1; ")):
        shell, _ = opened(state)
        shell.do("dele 1")
        shell.child.sendeof()
        shell.child.expect_exact("[y/N] ")
        shell.child.send(answer) if answer else shell.child.sendeof()
        shell.child.expect_exact(words)
        check(shell.end() == 0, "exit code")


class Mute:
    """A server on loopback that says `greeting` to everybody and then nothing."""

    def __init__(self, greeting=b""):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"pop://127.0.0.1:{self.listener.getsockname()[1]}"
        self.greeting = greeting
        self.open = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            connection = self.listener.accept()[0]
            connection.sendall(self.greeting)
            self.open.append(connection)


def test_interrupt_in_a_command_ends_it_and_not_the_shell(state):
    mute = Mute()
    shell, messages = opened(state)
    shell.child.sendline(f"connect {mute.url} --insecure-cleartext")
    while not mute.open:
        time.sleep(0.05)
    time.sleep(0.3)
    shell.child.sendintr()
    shell.child.expect_exact("error:")
    shell.child.expect(r"\n(?:\x1b\[\?2004h)?demo@localhost \d+ [^\n]*> ")  # what was not reached cost no session
    shell.child.sendline("help selection")
    shell.child.expect_exact("A selection says")
    shell.child.expect_exact("> ")
    shell.child.sendeof()
    check(shell.end() == 0, "exit code")


def test_insecure_is_a_word_and_red(state):
    mute = Mute(b"+OK ready\r\n")
    for environment, prompt in (({}, "\x1b[31m127.0.0.1 insecure>\x1b[0m "), ({"NO_COLOR": "1"}, "127.0.0.1 insecure> ")):
        shell = Shell(state, arguments=(), **environment)
        shell.child.expect_exact("No account yet. Add one now? [Y/n] ")
        shell.child.sendline("n")
        shell.child.expect_exact("> ")
        shell.child.sendline(f"connect {mute.url} --insecure-cleartext")
        shell.child.expect_exact(prompt)
        shell.child.close()


def test_hang_up_ends_the_process(state):
    shell, _ = opened(state)
    shell.do("dele 1")
    os.close(shell.child.child_fd)
    for _ in range(100):
        if os.waitpid(shell.child.pid, os.WNOHANG)[0]:
            return
        time.sleep(0.05)
    os.kill(shell.child.pid, signal.SIGKILL)
    check(False, "still there 5 s after the terminal went away")


def test_terminate_deletes_nothing(state):
    shell, _ = opened(state)
    shell.do("dele 1")
    shell.child.kill(signal.SIGTERM)
    shell.child.expect_exact("messages; 1 mark forgotten")
    check(shell.end() == 130, f"exit code {shell.child.exitstatus}")


def test_paste_of_lines(state):
    shell, _ = opened(state)
    shell.child.send("\x1b[200~noop\nstat\x1b[201~")
    time.sleep(0.3)
    check(b"OCTETS" not in shell.sent, "a paste runs nothing before Return")
    shell.child.send("\r")
    shell.child.expect_exact("OCTETS")
    shell.prompt()


def test_window_changes(state):
    shell, _ = opened(state)
    shell.child.send("sta")
    shell.child.expect_exact("sta")
    shell.child.setwinsize(40, 120)
    shell.prompt()  # drawn anew
    shell.child.send("t\r")
    check("OCTETS" in shell.prompt()[2], "the line outlives the change")


def controls(octets):
    """Escape sequences that are not the line editor's, other controls, and C1."""
    rest = OURS.sub(b"", octets)
    text = rest.decode("utf-8", "replace")
    return sorted({c for c in text if unicodedata.category(c) in ("Cc", "Cf") and c not in "\r\n\t\x07\x08"})


def test_no_control_of_a_mail_reaches_the_screen(state):
    shell, messages = opened(state)
    shell.child.expect(pexpect.TIMEOUT, timeout=0.2)
    escaped = False
    for number in range(1, messages + 1):
        start = len(shell.sent)
        shell.child.sendline(f"retr {number}")
        shell.prompt()
        piece = shell.sent[start:]
        # Between the end of the typed line and the next prompt there is mail alone.
        mail = piece[piece.index(b"\n") + 1 : piece.rindex(b"demo@localhost")]
        check(b"\x1b" not in mail.replace(b"\x1b[?2004h", b"").replace(b"\x1b[?2004l", b""), f"ESC in message {number}")
        found = controls(mail)
        check(not found, f"message {number}: {found!r}")
        escaped = escaped or b"\\x1B" in mail
    check(escaped, "no sample mail has an escape sequence: this test proves nothing")


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def no_wider(state, columns):
    shell, _ = opened(state, columns)
    for line in ("list", "headers", "help", "help list", "help dele", "help accounts", "help selection", "help exit-codes", "help errors", "help scripts", "set", "alias", "help delete", "stat", "capa", "uidl", "status", "plugin list"):
        start = len(shell.sent)
        shell.do(line)
        for shown in OURS.sub(b"", shell.sent[start:]).decode("utf-8", "replace").splitlines():
            check(width(shown) <= columns, f"{line}: {width(shown)} columns: {shown!r}")


def test_no_line_wider_than_80(state):
    no_wider(state, 80)


def test_no_line_wider_than_120(state):
    no_wider(state, 120)


def test_accounts(state):
    """connect completes and takes an account; the prompt shows its name; options that choose accounts are refused here."""
    served = subprocess.Popen([MARTLET, "demo", "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        url, _, ca = served.stdout.readline().rstrip("\n").split("\t")
        os.makedirs(state + "/config/martlet")
        with open(os.open(state + "/config/martlet/config.toml", os.O_WRONLY | os.O_CREAT, 0o600), "w") as f:
            f.write('default = "work"\n[account.work]\nserver = "%s"\nca-file = "%s"\npassword = { command = ["echo", "demo"] }\n'
                    % (url, ca.removeprefix("ca ")))
        shell = Shell(state, arguments=(), XDG_CONFIG_HOME=state + "/config")
        shell.child.expect_exact("Ctrl-D leaves")
        shell.child.expect_exact("> ")
        shell.child.send("connect w\t\r")
        shell.child.expect_exact("connect work")
        shell.child.expect_exact("signed in as demo")
        shell.child.expect(r"work \d+(?: \(\d+ new\))?> ")
        shell.child.sendline("stat --account work")
        shell.child.expect_exact("error: --account chooses accounts on the command line of martlet, not in a session")
        shell.child.expect_exact("try: connect NAME, then stat")
        shell.child.expect(r"work \d+(?: \(\d+ new\))?> ")
        shell.child.sendline("connect wrk")
        shell.child.expect_exact("try: connect work")
        shell.child.expect(r"work \d+(?: \(\d+ new\))?> ")
        shell.child.sendeof()
        check(shell.end() == 0, "exit code")
        shell = Shell(state, arguments=(), XDG_CONFIG_HOME=state + "/config")
        shell.child.expect_exact("Ctrl-D leaves")
        shell.child.sendline("stat")  # the default, when it is needed
        shell.child.expect(r"work> |work \d+(?: \(\d+ new\))?> ")
        shell.child.sendeof()
        check(shell.end() == 0, "exit code")
    finally:
        served.communicate()


def piped(state, text):
    env = dict(os.environ, XDG_STATE_HOME=state, HOME=state, TERM="xterm")
    return subprocess.run([MARTLET, "demo"], input=text.encode(), capture_output=True, env=env, timeout=30)


def test_pipe(state):
    done = piped(state, "# a comment\n\nstat\r\nlist 1\nquit\nnever reached\n")
    check(done.returncode == 0, f"exit code {done.returncode}: {done.stderr!r}")
    check(b"\x1b" not in done.stdout + done.stderr and b"> " not in done.stdout + done.stderr, "a prompt on a pipe")
    check(b"Ctrl-D" not in done.stdout + done.stderr, "a banner on a pipe")
    done = piped(state, "stat\nlist 99999\nnever\n")
    check(done.returncode != 0 and b"line 2:" in done.stderr and b"never" not in done.stderr, f"{done.stderr!r}")
    done = piped(state, "dele 1\nbroken\n")
    check(done.returncode == 64 and b"line 2:" in done.stderr and b"kept all" in done.stderr, f"{done.stderr!r}")
    done = piped(state, "dele 1\n")
    check(done.returncode == 0 and b"messages; 1 mark forgotten" in done.stderr, f"{done.stderr!r}")
    done = piped(state, "dele 1\nquit\n")
    check(done.returncode == 64 and b"try: quit --yes" in done.stderr, f"{done.stderr!r}")
    done = piped(state, "dele 1\nquit --yes\n")
    check(done.returncode == 0 and b"deleted 1" in done.stderr, f"{done.stderr!r}")
    check(not os.path.exists(os.path.join(state, "martlet", "history")), "a script is no history")


def main():
    passed = failed = 0
    for name, test in list(globals().items()):
        if not name.startswith("test_"):
            continue
        state = tempfile.mkdtemp(prefix="martlet-shell-")
        try:
            test(state)
            passed += 1
        except Exception as error:  # one test that fails stops no other
            failed += 1
            words = str(error).split("\n")[0] if isinstance(error, AssertionError) else repr(error)[:1500]
            print(f"FAIL {name}: {words}")
        finally:
            shutil.rmtree(state, ignore_errors=True)
    print(f"{passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


sys.exit(main())

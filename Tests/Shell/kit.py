"""What tests of the shell on a pseudo-terminal share: a demo server, a relay that can cut its line, and an account `work` behind it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

import pexpect

MARTLET = os.path.abspath(os.environ.get("MARTLET", ".build/debug/martlet"))
# A slow machine shows how far a long job is, and takes that away again.
PROGRESS = re.compile(r"(?:\r[^\r\n]+)+\r\x1b\[K")
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


class Trickle:
    """A server in cleartext whose three messages, of 500 lines each, come in a second each; it remembers what it was told."""

    MESSAGE = b"From: a@example.org\r\nSubject: slow\r\n\r\n" + b"".join(b"line %03d\r\n" % n for n in range(500))
    PIECES = 20

    def __init__(self, message=MESSAGE):
        self.message = message
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.options = ["--server", "pop://127.0.0.1:%d" % self.listener.getsockname()[1], "--insecure-cleartext", "--user", "demo",
                        "--password-command", "echo demo"]
        self.told = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            threading.Thread(target=self.talk, args=(self.listener.accept()[0],), daemon=True).start()

    def talk(self, connection):
        lines = connection.makefile("rwb")

        def say(octets):
            lines.write(octets + b"\r\n")
            lines.flush()

        size = len(self.message)
        lists = {"CAPA": b"TOP\r\nUIDL\r\nUSER", "LIST": b"\r\n".join(b"%d %d" % (n, size) for n in (1, 2, 3)),
                 "UIDL": b"1 a\r\n2 b\r\n3 c"}
        try:
            say(b"+OK")
            for line in lines:
                verb = line.split()[0].decode().upper()
                self.told.append(line.decode().strip())
                if verb == "RETR":
                    self.trickle(lines, size)
                elif verb in lists:
                    say(b"+OK\r\n" + lists[verb] + b"\r\n.")
                else:
                    say(b"+OK 3 %d" % (3 * size) if verb == "STAT" else b"+OK")
        except OSError:
            self.told.append("gone")

    def trickle(self, lines, size):
        lines.write(b"+OK\r\n")
        for at in range(0, size, size // self.PIECES):
            lines.write(self.message[at:at + size // self.PIECES])
            lines.flush()
            time.sleep(1 / self.PIECES)
        lines.write(b".\r\n")
        lines.flush()


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


def main(tests, prefix):
    """Runs every test_* with a site of its own; the last line counts."""
    passed = failed = 0
    for name, test in list(tests.items()):
        if not name.startswith("test_") or (len(sys.argv) > 1 and sys.argv[1] not in name):
            continue
        state = tempfile.mkdtemp(prefix=prefix)
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

#!/usr/bin/env python3
"""martlet against a real Dovecot: what is stored comes out octet by octet, by every way to connect."""
import hashlib, json, os, random, subprocess, tempfile

import checks, dovecot
from checks import check

MARTLET = os.path.abspath(os.environ["MARTLET"])


def maildrop():
    """Letters with awkward dots, long lines, 8-bit octets and no final newline; LF line ends."""
    head = b"From: Anna <anna@example.org>\nTo: tester@example.org\nSubject: letter %d\nDate: Mon, 2 Nov 2026 10:00:00 +0100\n\n"
    bodies = [b"hello\n", b".\n", b"..\n.x\n...\n", b"", b"text.\n", b"\n.\n\n.\n", b"x" * 100_000 + b"\n", b"no newline at the end",
              bytes(range(128, 256)) + b"\n", "Grüße, привет, 你好\n".encode(), b"\xff\xfe\n", b"a\n" * 5000]
    rand = random.Random(1)
    words = [b".", b"..", b"mail", b"\n", b"\n.", b" ", b"\xe4", b"lorem ipsum dolor"]
    for _ in range(188):
        bodies.append(b"".join(rand.choice(words) for _ in range(rand.randrange(2000))) + b"\n")
    return [head % number + body for number, body in enumerate(bodies, 1)]


def on_wire(octets):
    """What POP3 makes of a stored letter: CRLF line ends, and a final one (RFC 1939 section 3)."""
    if not octets.endswith(b"\n"):
        octets += b"\n"
    return octets.replace(b"\n", b"\r\n")


class Run:
    def __init__(self, folder, server, *words, password=dovecot.PASSWORD, tls_options=True, stdin=None):
        secret = folder + "/password"
        with open(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
            f.write(password + "\n")
        self.log = folder + "/log"
        environment = dict(os.environ, HOME=folder, XDG_STATE_HOME=folder + "/state")
        command = [MARTLET, "--server", server, "--user", dovecot.USER, "--password-file", secret, "--log", self.log, *words]
        done = subprocess.run(command, capture_output=True, env=environment, stdin=subprocess.DEVNULL, timeout=300)
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def exported(folder):
    """Name -> SHA-256 of every .eml in the folder."""
    return {n: hashlib.sha256(open(folder + "/" + n, "rb").read()).hexdigest() for n in os.listdir(folder) if n.endswith(".eml")}


def export_is_exact(way, server, options, letters):
    with tempfile.TemporaryDirectory() as folder:
        out = folder + "/mail"
        run = Run(folder, server, *options, "export", "all", out)
        check("%s: export ends well" % way, run.code == 0, run.err)
        if run.code:
            return
        want = sorted(hashlib.sha256(on_wire(m)).hexdigest() for m in letters)
        files = exported(out)
        check("%s: every letter is stored octet by octet" % way, sorted(files.values()) == want, "%d files" % len(files))
        rows = [json.loads(line) for line in open(out + "/manifest.jsonl")]
        check("%s: the manifest says the same" % way, {r["file"]: r["sha256"] for r in rows} == files and len(rows) == len(letters),
              rows[:1])
        check("%s: its octets are the files'" % way, all(os.path.getsize(out + "/" + r["file"]) == r["octets"] for r in rows))
        before = open(run.log).read().count(" C  RETR ")
        again = Run(folder, server, *options, "export", "all", out)
        check("%s: a second run fetches nothing" % way, again.code == 0 and open(again.log).read().count(" C  RETR ") == before, again.err)
        check("%s: the password is not in the log" % way, dovecot.PASSWORD not in open(run.log).read())
        os.unlink(out + "/" + rows[3]["file"])
        mended = Run(folder, server, *options, "export", "all", out)
        check("%s: a file that was removed is fetched again" % way, mended.code == 0 and exported(out) == files, mended.err)


def commands(server, options, letters):
    with tempfile.TemporaryDirectory() as folder:
        def run(*words, **more):
            return Run(folder, server, *options, *words, **more)

        stat = run("stat")
        check("stat counts the letters", stat.out.split()[:1] == [b"%d" % len(letters)], stat.err)
        check("retr gives the octets of the wire", run("retr", "3").out == on_wire(letters[2]))
        check("top 0 ends behind the header", run("top", "3", "0").out == on_wire(letters[2]).split(b"\r\n\r\n")[0] + b"\r\n\r\n")
        rows = run("headers", "all", "--json").out.splitlines()
        check("headers lists every letter", len(rows) == len(letters) and b"letter 7" in rows[6], rows[:1])
        check("uidl n names one", run("uidl", "5").out.startswith(b"5\t"))
        check("capa is known", b"PIPELINING" in run("capa").out)
        wrong = run("stat", password="wrong")
        check("a wrong password is 77 and says so", wrong.code == 77 and "sign-in refused for tester" in wrong.err, wrong.err)
        none = run("retr", "9999")
        check("a message that is not there is 69", none.code == 69, none.err)
        gone = run("dele", "1", "2")
        after = run("stat")
        check("dele takes effect at the end of the run", gone.code == 0 and after.out.split()[:1] == [b"%d" % (len(letters) - 2)], gone.err)


def many_accounts():
    """Eight accounts side by side and one whose password is wrong: each of the eight exact, the ninth told."""
    letters = maildrop()
    users = ["user-%d" % i for i in range(8)]
    # No two mailboxes alike: a letter in a wrong folder must show.
    drops = {user: [m.replace(b"Subject: letter", b"Subject: %s" % user.encode()) for m in letters[i * 20:i * 20 + 60]]
             for i, user in enumerate(users)}
    server = dovecot.Dovecot(dict(drops, broken=[]))
    try:
        with tempfile.TemporaryDirectory() as folder:
            config = folder + "/accounts.toml"
            with open(os.open(config, os.O_WRONLY | os.O_CREAT, 0o600), "w") as f:
                for user in users + ["broken"]:
                    f.write('[account.%s]\nserver = "pops://localhost:%d"\nuser = "%s"\nca-file = "%s"\n' % (user, server.tls, user, server.ca))
                    f.write('password = { command = ["echo", "%s"] }\n\n' % (dovecot.PASSWORD if user != "broken" else "wrong"))
            environment = dict(os.environ, HOME=folder, XDG_STATE_HOME=folder + "/state")

            def fleet(*words):
                done = subprocess.run([MARTLET, "--config", config, *words], capture_output=True, env=environment,
                                      stdin=subprocess.DEVNULL, timeout=300, text=True)
                return done.returncode, done.stdout, done.stderr

            out = folder + "/mail"
            log = ["--log", folder + "/{account}.log"]
            code, _, err = fleet(*log, "export", "all", out, "--all-accounts", "--jobs", "8", "--per-host", "8")
            check("accounts: the exit code is that of the one that failed", code == 77, err)
            check("accounts: it is named, and the others are well",
                  "\n77   broken  sign-in refused for broken\n" in err and all("\nok   %s\n" % u in err for u in users)
                  and "error: 1 of 9 accounts failed" in err, err)
            for user in users:
                want = sorted(hashlib.sha256(on_wire(m)).hexdigest() for m in drops[user])
                check("accounts: every letter of %s is stored octet by octet" % user,
                      os.path.isdir(out + "/" + user) and sorted(exported(out + "/" + user).values()) == want)
            check("accounts: nothing else is there", sorted(os.listdir(out)) == users, os.listdir(out))

            def fetched():
                return sum(open("%s/%s.log" % (folder, u)).read().count(" C  RETR ") for u in users)

            before = fetched()
            code, _, err = fleet(*log, "export", "all", out, *[w for u in users for w in ("--account", u)], "--jobs", "8")
            check("accounts: a second run fetches nothing and is well", code == 0 and fetched() == before == 480, (err, before, fetched()))
            code, rows, err = fleet("--shard", "0/2", "-q", "stat")
            code2, rows2, _ = fleet("--shard", "1/2", "-q", "stat")
            seen = sorted(line.split("\t")[0] for line in (rows + rows2).splitlines())
            check("accounts: two shards are all of them", seen == users and {code, code2} == {0, 77}, (seen, code, code2))
    finally:
        server.stop()


def tokens():
    """Access tokens: both mechanisms, a token of 2,900 octets, one that is old and one that somebody else signed."""
    letters = maildrop()[:5]
    for mechanisms, used in (("xoauth2 oauthbearer", "OAUTHBEARER"), ("xoauth2", "XOAUTH2")):
        server = dovecot.Dovecot(letters, mechanisms)
        try:
            with tempfile.TemporaryDirectory() as folder:
                def run(token, *words):
                    path = folder + "/token"
                    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as f:
                        f.write(token + "\n")
                    done = subprocess.run(
                        [MARTLET, "--server", "pops://localhost:%d" % server.tls, "--ca-file", server.ca, "--user", dovecot.USER,
                         "--token-command", "cat '%s'" % path, "--log", folder + "/log", *words],
                        capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300,
                        env=dict(os.environ, HOME=folder, XDG_STATE_HOME=folder + "/state"))
                    return done.returncode, done.stdout, done.stderr

                good = dovecot.token(dovecot.USER)
                code, out, err = run(good, "stat")
                check("%s: a token signs in" % used, code == 0 and out.split()[:1] == ["5"], err)
                log = open(folder + "/log").read()
                check("%s: by that mechanism, and by nothing else" % used, " C  AUTH %s\n" % used in log and " C  USER" not in log, log)
                for name, bad in (("an old token", dovecot.token(dovecot.USER, -60)),
                                  ("a stranger's token", dovecot.token(dovecot.USER, key=b"x" * 32)),
                                  ("another's token", dovecot.token("somebody"))):
                    code, _, err = run(bad, "stat")
                    check("%s: %s is refused with 77" % (used, name),
                          code == 77 and "gave a token the server refuses" in err and "try: run the command by hand: `cat '" in err, err)
                log = open(folder + "/log").read()
                check("%s: no token is in the log" % used, good[:60] not in log and bad[-40:] not in log and log.count(" C  ****\n") == 7, log)
        finally:
            server.stop()


def main():
    reason = dovecot.available()
    if reason:
        checks.skip("tests against Dovecot", reason)
    else:
        letters = maildrop()
        server = dovecot.Dovecot(letters)
        try:
            ca = ["--ca-file", server.ca]
            export_is_exact("cleartext", "pop://127.0.0.1:%d" % server.plain, ["--insecure-cleartext"], letters)
            export_is_exact("STLS", "pop://localhost:%d" % server.plain, ca, letters)
            export_is_exact("TLS", "pops://localhost:%d" % server.tls, ca, letters)
            export_is_exact("TLS by address", "pops://127.0.0.1:%d" % server.tls, ca, letters)
            with tempfile.TemporaryDirectory() as folder:
                run = Run(folder, "pops://localhost:%d" % server.tls, "stat")
                check("an unknown authority is refused with 77", run.code == 77 and "nobody this system trusts" in run.err, run.err)
                check("and no credential was sent", " C  " not in open(run.log).read(), open(run.log).read())
                run = Run(folder, "pops://localhost:%d" % server.plain, *ca, "stat")
                check("a plain server on a TLS port is named", run.code == 76 and "does not speak TLS" in run.err, run.err)
            commands("pops://localhost:%d" % server.tls, ca, letters)
        finally:
            server.stop()
        many_accounts()
        tokens()
    checks.report()


main()

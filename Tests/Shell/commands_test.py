"""Scripts, settings, aliases, the idle line and Ctrl-C, as a person and as cron see them."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time

import pexpect

from kit import MARTLET, Trickle, check, code, do, main, prompt


def ran(site, *arguments, **more):
    return subprocess.run([MARTLET, *arguments], env=site.env, capture_output=True, text=True, timeout=60,
                          **({"stdin": subprocess.DEVNULL} if "input" not in more else {}), **more)


def test_commands_of_a_line(site):
    before = site.uids()
    done = ran(site, "-c", "stat; delete 1; exit")
    check(done.returncode == 0 and re.match(r"\d+\t\d+\n$", done.stdout) and "1 mark forgotten" in done.stderr, done.stderr)
    done = ran(site, "-c", "delete 1; stat")
    check(done.returncode == 0 and "kept all" in done.stderr, "the end of a script applies no mark")
    done = ran(site, "-c", "delete 1; nop; quit --yes")
    check(done.returncode == 64 and "-c: stopped here, exit code 64" in done.stderr and "kept all" in done.stderr, done.stderr)
    done = ran(site, "-c", "delete 1; quit")
    check(done.returncode == 64 and "try: quit --yes" in done.stderr, done.stderr)
    check(site.uids() == before, "something was deleted")
    done = ran(site, "-c", "-delete 99999; delete 1; -nop; quit --yes")
    check(done.returncode == 0 and "deleted 1; " in done.stderr, done.stderr)
    check(site.uids() == before[1:], "what is left")


def test_commands_of_a_file(site):
    path = site.state + "/nightly.mtl"
    with open(path, "w") as f:
        f.write("# nightly\nstat\n\n-list 99999\nlist 99998\nnever\n")
    done = ran(site, "-f", path)
    check(done.returncode == 69 and f"{path}:5: stopped here, exit code 69" in done.stderr and "never" not in done.stderr, done.stderr)
    done = ran(site, "-f", "-", input="stat\nlist 99998\n")
    check(done.returncode == 69 and "line 2: stopped here" in done.stderr, done.stderr)
    done = ran(site, "-f", site.state + "/none")
    check(done.returncode == 64 and "cannot be read" in done.stderr and "stopped here" not in done.stderr, done.stderr)
    with open(path, "w", encoding="utf-8-sig") as f:
        f.write("stat\nlist 99998\n")
    done = ran(site, "-f", path)
    check(done.returncode == 69 and f"{path}:2: stopped here" in done.stderr and done.stdout, "a byte order mark: " + done.stderr)
    done = ran(site, "-f", path, "stat")
    check(done.returncode == 64 and "at once" in done.stderr, done.stderr)


def test_quiet_and_json_reach_the_end(site):
    count = len(site.uids())
    done = ran(site, "dele", "1", "-q")
    check((done.returncode, done.stdout, done.stderr) == (0, "", ""), done)
    done = ran(site, "delete", "1", "--yes", "--quiet")
    check((done.returncode, done.stdout, done.stderr) == (0, "", ""), done)
    done = ran(site, "delete", "1-2", "--yes", "--json")
    check(done.returncode == 0 and json.loads(done.stdout) == {"deleted": 2, "left": count - 4} and done.stderr == "", done)
    done = ran(site, "dele", "1", "--json")
    check(done.returncode == 0 and json.loads(done.stdout)["deleted"] == 1 and done.stderr == "", done)
    done = ran(site, "--json", "-c", "delete 1; quit --yes")
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    check([list(o) for o in objects] == [["marked", "octets", "to_delete"], ["ok", "text"], ["deleted", "left"]], done)


def test_errors_in_json_for_unknown_commands(site):
    for words in (["nosuch", "--json"], ["-c", "nosuch --json"], ["--all-accounts", "nosuch", "--json"]):
        done = ran(site, *words)
        check(done.returncode == 64 and json.loads(done.stderr.splitlines()[0])["error"]["exit"] == 64, done)


def test_the_question_of_a_script(site):
    before = site.uids()
    for answer in ("n\r", "\x03"):
        child = site.shell("-c", "delete 1; quit; stat")
        child.expect_exact("Delete 1 message")
        child.expect_exact("[y/N] ")
        child.send(answer)
        check(code(child) == (0 if answer[0] == "n" else 130), answer)
    check(site.uids() == before, "something was deleted")
    child = site.shell("-c", "delete 1; quit")
    child.expect_exact("[y/N] ")
    child.send("y\r")
    child.expect_exact("deleted 1; %d left" % (len(before) - 1))
    check(code(child) == 0, "quit")
    check(site.uids() == before[1:], "what is left")


def test_commands_of_the_system(site):
    done = ran(site, "-c", "-!false")
    check(done.returncode == 0 and "error: the command ended with exit code 1" in done.stderr, done)
    done = ran(site, "-c", "-!false\nset timing; !echo one; echo two")
    check(done.returncode == 0 and done.stdout.endswith("one\ntwo\n"), done)
    done = ran(site, "-c", "!false\nstat")
    check(done.returncode == 74 and done.stdout == "", done)


def test_a_full_disk_is_told(site):
    for words in (["--help"], ["--version"], ["-h"], ["stat"]):
        with open("/dev/full", "w") as full:
            done = subprocess.run([MARTLET, *words], env=site.env, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        check(done.returncode == 74 and "error: stdout cannot be written: no space left" in done.stderr, f"{words}: {done}")
    done = ran(site, "--log", "/dev/full", "stat")
    check(done.returncode == 0 and done.stderr.count("warning: the log /dev/full is not whole: no space left") == 1, done)


def test_octets_of_several_accounts(site):
    with open(site.state + "/martlet/config.toml") as f:
        text = f.read()
    with open(site.state + "/martlet/config.toml", "a") as f:
        f.write(text.split("\n", 1)[1].replace("account.work", "account.home"))
    for words in (["raw", "1-3"], ["extract", "1", "1", "-"], ["retr", "1"]):
        done = ran(site, "--all-accounts", *words)
        check(done.returncode == 64 and done.stdout == "", f"{words}: {done}")
        check(f"{words[0]} prints octets, and those of several accounts cannot be told apart" in done.stderr, f"{words}: {done}")
        check("the same line" not in done.stderr, f"{words}: {done}")


def test_raw_cuts_no_character(site):
    server = Trickle(b"Subject: x\r\n\r\n" + ("øøø架\r\n" * 301).encode())
    child = site.shell(*server.options, "raw", "1")
    child.expect(pexpect.EOF)
    shown = child.before.decode()
    check(shown.count("øøø架\r\n") == 301 and "\ufffd" not in shown and "\\x" not in shown, shown[:300])


def test_extract_of_no_such_part(site):
    done = ran(site, "extract", "1", "9", "-")
    check(done.returncode == 64 and done.stdout == "" and "error: no such part in it\n  try: parts 1" in done.stderr, done)
    done = ran(site, "extract", "1", "type:pdf", "-")
    check(done.returncode == 0 and done.stdout == "" and "no such part in it" in done.stderr, done)


def test_hints_that_fit(site):
    done = ran(site, "--password-file", "/nope", "stat")
    check(done.returncode == 78 and "try: a file of yours whose first line is the password, mode 600" in done.stderr, done)
    done = ran(site, "--password-fd", "9", "stat")
    check(done.returncode == 78 and "9<FILE" in done.stderr and "by hand" not in done.stderr, done)
    done = ran(site, "-c", "connect nosuchaccount.invalid")
    check(done.returncode == 68 and "try: check the spelling of nosuchaccount.invalid" in done.stderr, done)
    site.env["XDG_CONFIG_HOME"] = site.state + "/none"
    done = ran(site, "-c", "connect zqxj")
    check(done.returncode == 68 and "try: account add ADDRESS" in done.stderr and '"zqxj"' in done.stderr, done)


def test_no_account_to_list(site):
    site.env["XDG_CONFIG_HOME"] = site.state + "/none"
    done = ran(site, "account", "list")
    check(done.returncode == 0 and done.stdout == "" and "\\x0A" not in done.stderr, done)
    check(done.stderr.endswith("config.toml\n  try: account add ADDRESS\n"), done)


def test_inspect_of_an_export(site):
    folder = site.state + "/out"
    check(ran(site, "export", "1-3", folder).returncode == 0, "export")
    done = ran(site, "inspect", folder)
    files = sorted(json.loads(line)["file"] for line in done.stdout.splitlines())
    check(len(files) == 3 and all(name.endswith(".eml") for name in files), files)
    check(json.loads(ran(site, "inspect", folder + "/manifest.jsonl").stdout)["file"].endswith("manifest.jsonl"), "by its name")


def test_nothing_to_do_is_a_usage_error(site):
    done = ran(site)
    check(done.returncode == 64 and "try: martlet --help" in done.stderr, f"{done.returncode} {done.stderr}")


def test_check(site):
    done = ran(site, "check")
    check(done.returncode == 0 and re.search(r"\d+ new messages", done.stderr), done.stderr)
    check(ran(site, "-q", "export", "all", site.state + "/mail").returncode == 0, "export")
    done = ran(site, "check", "-q")
    check(done.returncode == 1 and done.stderr == "" and done.stdout == "", f"{done.returncode} {done.stderr}")
    done = ran(site, "-c", "check; nop")
    check(done.returncode == 1 and "nop" not in done.stderr, "nothing new ends a script")


def test_idle_line_is_given_up_and_taken_up(site):
    before = site.uids()
    child, messages = site.connected()
    do(child, "set idle 10s")
    do(child, "delete 2")
    child.send("sta")
    child.expect_exact("signed out after 0:10 without a command: the mailbox is free for others; 1 mark kept", timeout=25)
    child.expect(r"work signed out \d+ \(1 to delete\)> sta")
    check(site.uids() == before, "the mailbox is free, and nothing is gone")
    child.send("t\r")
    text = prompt(child)[2]
    check("signed in again; 1 mark found by unique id; numbers may have changed" in text and "OCTETS" in text, text)
    child.sendline("quit --yes")
    child.expect_exact("deleted 1; %d left" % (messages - 1))
    code(child)
    check(site.uids() == before[:1] + before[2:], "what is left")


def test_settings_aliases_and_the_system(site):
    child, _ = site.connected()
    check(re.search(r"confirm +always +default", do(child, "set")[2]), "set lists")
    do(child, "alias two = list 2")
    check(re.search(r"\n +2 +\d+", do(child, "two")[2]), "an alias runs")
    check("sys-4" in do(child, "!echo sys-$((2+2))")[2], "! runs")
    check("exit code 3" in do(child, "!exit 3")[2], "its failure is told")
    check("error" not in do(child, "noop; noop")[2], "two commands")
    do(child, "timing on")
    check(re.search(r"timing: 1 round trip, \d+ octets out, \d+ in, \d+ ms", do(child, "noop")[2]), "timing")
    do(child, "set confirm never")
    do(child, "delete 1")
    child.sendline("quit")
    child.expect_exact("deleted 1; ")
    check(code(child) == 0, "exit code")


def test_connecting_nowhere_costs_nothing(site):
    child, messages = site.connected()
    do(child, "delete 1")
    count, marked, text = do(child, "connect pops://no-such-host.invalid")
    check("no such host" in text and (count, marked) == (messages, 1), text)
    check("idle" in do(child, "status")[2] or "signed in as demo" in do(child, "status")[2], "the session is still there")
    child.sendline("exit")
    check(code(child) == 0, "exit code")
    with open(os.open(site.state + "/empty.toml", os.O_WRONLY | os.O_CREAT, 0o600), "w"):
        pass
    done = ran(site, "--config", site.state + "/empty.toml", "-c", "-connect pops://no-such-host.invalid; status")
    check(done.returncode == 0 and "not connected" in done.stdout + done.stderr, f"{done.returncode} {done.stderr}")


def test_an_alias_with_the_name_of_a_command_is_told_of(site):
    with open(site.state + "/martlet/config.toml", "a") as f:
        f.write('[alias]\nstat = "list"\n')
    done = ran(site, "-c", "stat; exit")
    check(done.returncode == 0 and ": stat is a command, so the alias is not used" in done.stderr, done.stderr)
    check(": stat is a command" in ran(site, "account", "check").stderr, "account check tells of it as well")


def test_what_is_offered_to_sh_is_quoted(site):
    done = ran(site, "delete", "size>1K")
    check(done.returncode == 64 and "try: delete --yes 'size>1K'" in done.stderr, done.stderr)
    done = ran(site, "headers", "from:nobody@nowhere size>1")
    check("try: headers 'size>1'" in done.stderr or "try: headers from" in done.stderr, done.stderr)


def test_one_command_alone_is_not_recorded(site):
    path = site.state + "/it's.jsonl"
    done = ran(site, "session", "record", path)
    check(done.returncode == 64 and not os.path.exists(path), done.stderr)
    words = shlex.split(done.stderr.split("then ")[1].strip())
    done = ran(site, *words)
    check(done.returncode == 0 and os.path.getsize(path) > 200, done.stderr)


def test_inputrc_of_martlet(site):
    with open(site.state + "/inputrc", "w") as f:
        f.write('$if martlet\n"\\C-t": "noop"\n$endif\n$if other\n"\\C-t": "stat"\n$endif\n')
    site.env["INPUTRC"] = site.state + "/inputrc"
    child, _ = site.connected()
    child.send("\x14\r")
    check("still here" in prompt(child)[2], "the key's own text ran")
    child.sendline("exit")
    code(child)


def test_interrupt_stops_after_the_message_and_twice_hangs_up(site):
    before = site.uids()
    for presses in (1, 2):
        child, messages = site.connected()
        do(child, "delete 1")
        site.relay.stalled.set()
        child.sendline("export all %s/out%d" % (site.state, presses))
        time.sleep(0.5)
        child.sendintr()
        if presses == 2:
            time.sleep(0.3)
            child.sendintr()
            child.expect_exact("1 mark; nothing was deleted on the server")
            site.relay.stalled.clear()
        else:
            time.sleep(0.3)
            site.relay.stalled.clear()
            child.expect(r"\^C stopping after message \d+[^\n]*Ctrl-C again hangs up;")
            child.expect_exact("1 marked message would then stay on the server.")
        check(prompt(child)[1] == 1, "the mark is still there")
        child.sendline("exit")
        child.expect_exact("1 mark forgotten")
        code(child)
    check(site.uids() == before, "something was deleted")


def stopped(site, server, command, folder):
    """A command that gets a SIGINT while message 2 comes."""
    server.told.clear()
    words = server.options + [word.format(folder) for word in command.split(" ")]
    child = subprocess.Popen([MARTLET, *words], env=site.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, text=True)
    out = []
    reader = threading.Thread(target=lambda: out.append(child.stdout.read()))
    reader.start()
    for _ in range(200):
        if "RETR 2" in server.told:
            break
        time.sleep(0.05)
    time.sleep(0.4)
    child.send_signal(signal.SIGINT)
    error = child.stderr.read()
    reader.join()
    return child.wait(), out[0], error


def test_interrupt_finishes_the_message(site):
    server = Trickle()
    for command in ("retr 1 2 3", "raw 1-3", "read 1-3", "parts 1-3", "extract 1-3 1 {}/in"):
        done, out, error = stopped(site, server, command, site.state)
        check(done == 130, f"{command}: exit code {done}, {error}")
        check("error: stopped after message 2" in error, f"{command}: {error}")
        check("^C stopping after message 2" in error, f"{command}: {error}")
        check("QUIT" in server.told and "gone" not in server.told, f"{command}: the line was not kept: {server.told}")
        if command.startswith("r"):
            check(out.count("line 499") == 2, f"{command}: {out[-100:]}")
        if command.startswith("raw"):
            check(out.encode() == Trickle.MESSAGE.replace(b"\r\n", b"\n") * 2, "two whole messages")


def test_interrupt_ends_a_script(site):
    server = Trickle()
    path = site.state + "/script.mtl"
    with open(path, "w") as f:
        f.write("raw 1-3; stat\nstat\n")
    done, out, error = stopped(site, server, "-f " + path, site.state)
    check(done == 130 and "stopped here, exit code 130" in error, f"{done} {error}")
    check(out.endswith("line 499\n") and out.count("line 499") == 2, out[-100:])


def test_hang_up_in_a_command(site):
    before = site.uids()
    child, _ = site.connected()
    do(child, "delete 1")
    site.relay.stalled.set()
    child.sendline("retr 2")
    time.sleep(0.3)
    site.relay.cut()
    site.relay.stalled.clear()
    child.expect_exact("error: ")
    text = prompt(child)[2]
    check("kept: 1 mark; nothing was deleted on the server" in text, text)
    check("1 mark found by unique id" in do(child, "reconnect")[2], "reconnect")
    child.kill(signal.SIGHUP)
    code(child)
    check(site.uids() == before, "something was deleted")


sys.exit(main(globals(), "martlet-commands-"))

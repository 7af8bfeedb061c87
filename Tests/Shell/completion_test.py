"""Tab on a real terminal: in bash with our script, and at our own prompt."""

import os
import shutil
import sys

import pexpect

from kit import MARTLET, check, code, main, prompt


def folder(site):
    """What there is to complete."""
    place = site.state + "/work"
    os.makedirs(place + "/sub")
    os.makedirs(place + "/tmux-0/in")
    os.makedirs(place + "/tmux-1")
    for name in ("sub/ca.pem", "two words.pem"):
        open(place + "/" + name, "w").close()
    return place


def bash(site):
    program = shutil.which("bash")
    if program is None:
        print("SKIP Tab in bash: no bash here")
        return None
    env = dict(site.env, PS1="$ ", PATH=os.path.dirname(MARTLET) + ":" + os.environ["PATH"])
    child = pexpect.spawn(program, ["--norc", "--noprofile", "-i"], env=env, cwd=folder(site), dimensions=(50, 200), timeout=20, encoding="utf-8")
    child.delaybeforesend = 0.05
    child.sendline("source <(martlet completions bash); bind 'set enable-bracketed-paste off'; PS1='ready> '")
    child.expect("ready> $")
    return child


def typed(child, keys):
    """What the line is when Tab has done its work: bash itself says so."""
    child.send(keys + "\t")
    child.expect_exact(keys)
    child.send("\x01printf '<%s>' \x05\r")  # ^A, ^E
    child.expect("\r\n(<.*>)ready> $")
    return child.match.group(1)


def test_paths_in_bash(site):
    child = bash(site)
    if child is None:
        return
    for keys, wanted in (("martlet --ca-file su", "<martlet><--ca-file><sub/>"), ("martlet --ca-file sub/", "<martlet><--ca-file><sub/ca.pem>"),
                         ("martlet --ca-file=su", "<martlet><--ca-file=sub/>"), ("martlet --log tw", "<martlet><--log><two words.pem>"),
                         ("martlet --log 'tw", "<martlet><--log><two words.pem>"), ("martlet stats --svg su", "<martlet><stats><--svg><sub/>"),
                         ("martlet export new su", "<martlet><export><new><sub/>"), ("martlet --jobs su", "<martlet><--jobs><su>"),
                         ("martlet exp", "<martlet><export>"), ("martlet -a wo", "<martlet><-a><work>")):
        found = typed(child, keys)
        check(found == wanted, f"{keys}: {found}, not {wanted}")
    child.sendline("exit")
    child.expect(pexpect.EOF)


def test_a_folder_in_a_list_has_one_slash(site):
    place = folder(site)
    child, _ = site.connected()
    child.send(f"export new {place}/tmux\t\t\t")
    child.expect(r"tmux-0(/+) +tmux-1(/+)")
    check(child.match.groups() == (b"/", b"/"), str(child.match.groups()))
    child.send("\x15")
    child.send(f"\x15export new {place}/tmux-0\t\x01noop #\r")
    child.expect_exact("/tmux-0/")
    prompt(child)
    child.sendline("exit")
    code(child)


if __name__ == "__main__":
    sys.exit(main(globals(), "martlet-completion-"))

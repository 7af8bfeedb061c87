#!/usr/bin/env python3
"""bombs.py [MEGABYTES [NAME ...]] - what `martlet inspect` takes for mail that was made to be slow, beside a plain one of the same size.

$MARTLET is the binary, a release build. CPU time and memory at its most, of the process; the mail itself is mapped and counts in it.
Exits 1 where a bomb takes more than LIMIT times the plain mail's time or ROOM times its memory."""
import base64, os, subprocess, sys, tempfile

MARTLET = os.path.abspath(os.environ["MARTLET"])
LIMIT, ROOM = 10, 5


def fill(size, piece, before=b"", after=b""):
    """The pieces as often as they go into `size` octets."""
    return before + piece * max(1, (size - len(before) - len(after)) // len(piece)) + after


def numbered(size, form):
    """form % n for n from 0 on."""
    made, octets, number = [], 0, 0
    while octets < size:
        made.append(form % (((number,) * form.count(b"%d"))))
        octets += len(made[-1])
        number += 1
    return b"".join(made)


def nested_base64(size):
    """Messages in messages, each in base64, as deep as they are read."""
    mail = b"x" * max(1, int(size / 1.355 ** 49))
    while len(mail) < size * 0.98 / 1.355:
        mail = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(mail)
    return mail


def body(header, piece):
    return lambda size: fill(size, piece, header + b"\n\n")


def field(name, piece, before=b""):
    return lambda size: fill(size, piece, name + b": " + before, b"\n\nbody\n")


def wide(size):
    """A part of nearly ten thousand parts, and then nothing but boundaries."""
    inner = b"--a\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n\n" * 9990
    return fill(size, b"--a\n", b"Content-Type: multipart/mixed; boundary=a\n\n" + inner)


def prefixes(size):
    """Lines that are nearly each of fifty boundaries."""
    boundary = b"b" * 60
    opened = b"".join(b"Content-Type: multipart/mixed; boundary=%s%d\n\n--%s%d\n" % (boundary, n, boundary, n) for n in range(49))
    return fill(size, b"--" + boundary + b"\n", opened + b"\n")


MULTIPART = b"Content-Type: multipart/mixed; boundary=b"
BOMBS = {
    "plain": body(b"Subject: plain\nFrom: anna@example.org", b"The quick brown fox jumps over the lazy dog, and so on and on.\n"),
    # parts
    "nested multiparts": lambda size: numbered(size, b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n"),
    "nested multiparts, one boundary": lambda size: fill(size, b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"),
    "nested messages": lambda size: fill(size, b"Content-Type: message/rfc822\n\n"),
    "nested base64 messages": nested_base64,
    "boundaries": body(MULTIPART, b"--b\n"),
    "boundaries and blank lines": body(MULTIPART, b"--b\n\n"),
    "last boundaries": body(MULTIPART, b"--b--\n"),
    "boundaries behind 9,990 parts": wide,
    "nearly boundaries of 49 parts": prefixes,
    "dashes": body(MULTIPART, b"--"),
    "boundary of all": lambda size: fill(size, b"b", b"Content-Type: multipart/mixed; boundary=", b"\n\n--b\n\nx\n"),
    # the header
    "one field": field(b"Subject", b"subject "),
    "one folded field": field(b"Subject", b"s\n "),
    "fields": lambda size: fill(size, b"a:b\n", b"", b"\nbody\n"),
    "From fields": lambda size: fill(size, b"From:a\n", b"", b"\nbody\n"),
    "Content-Type fields": lambda size: fill(size, b"Content-Type:a/b\n", b"", b"\nbody\n"),
    "stray lines in the header": lambda size: fill(size, b"x\n", b"a: b\n", b"c: d\n\nbody\n"),
    "From lines before it": lambda size: fill(size, b"From \n", b"", b"a: b\n\nbody\n"),
    "blanks before it": lambda size: fill(size, b" \n", b"", b"a: b\n\nbody\n"),
    # words
    "encoded-words": field(b"Subject", b"=?utf-8?q?abc?= "),
    "encoded-words of two charsets": field(b"Subject", b"=?gb2312?q?a?= =?big5?q?b?= "),
    "encoded-words of nothing": field(b"Subject", b"=?gb2312?q??= =?iso-2022-jp?q?=1b(B?= "),
    "open encoded-words": field(b"Subject", b"=?utf-8?q?abc "),
    "question marks": field(b"Subject", b"=?"),
    "ends of words": field(b"Subject", b"?=3F", b"=?utf-8?q?"),
    # addresses
    "addresses": field(b"To", b"a@b,"),
    "open brackets": field(b"To", b"<a,"),
    "open quotes": field(b"To", b"\"a\\\","),
    "open comments": field(b"To", b"a("),
    "comments": field(b"To", b"(a)"),
    "groups": field(b"To", b"a:"),
    "colons behind an address": lambda size: fill(size // 2, b":", fill(size // 2, b"a", b"To: ") + b"@", b"\n\nbody\n"),
    "words in an address": field(b"To", b"=?a"),
    # parameters
    "segments": lambda size: b"Content-Disposition: attachment" + numbered(size, b";filename*%d=a") + b"\n\nbody\n",
    "segments of one number": field(b"Content-Disposition", b";filename*0=a", b"attachment"),
    "parameters": field(b"Content-Type", b";a=b", b"text/plain"),
    "open comments in parameters": field(b"Content-Type", b";a=(", b"text/plain"),
    "open quotes in parameters": field(b"Content-Type", b";\"a\\\"", b"text/plain"),
    "a file name": field(b"Content-Disposition", b"%41", b"attachment; filename*=utf-8''"),
    "a media type": field(b"Content-Type", b"a", b"text/"),
    # dates
    "a date of comments": field(b"Date", b"(", b"1 Jan 2020 "),
    "a date of digits": field(b"Date", b"1"),
    "a date of words": field(b"Date", b"Mon "),
    # bodies
    "one line": body(b"Subject: x", b"x"),
    "control characters": body(b"Subject: x", b"\x01"),
    "octets of no charset": body(b"Content-Type: text/plain; charset=utf-8", b"\xff"),
    "octets of gb18030": body(b"Content-Type: text/plain; charset=gb18030", b"\xff"),
    "octets of iso-2022-jp": body(b"Content-Type: text/plain; charset=iso-2022-jp", b"\x1b$B\xff"),
    "octets of utf-7": body(b"Content-Type: text/plain; charset=utf-7", b"+A-"),
    "equals signs, quoted-printable": body(b"Content-Transfer-Encoding: quoted-printable", b"="),
    "equals signs, base64": body(b"Content-Transfer-Encoding: base64", b"="),
    "begins, uuencode": body(b"Content-Transfer-Encoding: x-uuencode", b"begin 644 a\n"),
    "tags": body(b"Content-Type: text/html", b"<a"),
}


def write(path, bomb, size):
    """In a process of its own: what a process once had counts for those it starts as well."""
    child = os.fork()
    if child == 0:
        with open(path, "wb") as file:
            file.write(bomb(size))
        os._exit(0)
    if os.waitpid(child, 0)[1] != 0:
        sys.exit("no room for a bomb")


def measure(path):
    child = subprocess.Popen([MARTLET, "inspect", path], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    scale = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return child.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / scale


def main():
    size = int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 50_000_000
    names = ["plain"] + [name for name in sys.argv[2:] or BOMBS if name != "plain"]
    plain, bad = None, []
    print("\n### bombs of %d MB: martlet inspect\n\n| | CPU s | of the plain one | MiB at most |\n|---|---|---|---|" % (size / 1e6))
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            path = folder + "/bomb.eml"
            write(path, BOMBS[name], size)
            code, seconds, room = measure(path)
            if plain is None:
                plain = (seconds, room)
            ratio = seconds / plain[0]
            is_bad = code != 0 or ratio > LIMIT or room > ROOM * plain[1]
            bad += [name] * is_bad
            print("| %s | %.2f | %.1f | %.0f |%s" % (name, seconds, ratio, room, " !" if is_bad else ""), flush=True)
    if bad:
        sys.exit("too slow, too large or failed: " + ", ".join(bad))


main()

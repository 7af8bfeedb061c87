#!/usr/bin/env python3
"""`martlet inspect`: what it prints, and that it agrees with other readers over the shared mail, but where the list says why not.

$MARTLET is the binary, $MARTLET_SHARED the shared folder (../shared beside the project where it is not set). The list is
Tests/Fixtures/mail/disagreements.tsv; INSPECT_SHOW=1 prints what both sides have of every disagreement."""
import hashlib, json, os, re, subprocess, tempfile

import checks
from checks import check

MARTLET = os.path.abspath(os.environ["MARTLET"])
HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("MARTLET_SHARED") or os.path.join(HERE, "../../../shared")
LIST = os.path.join(HERE, "../Fixtures/mail/disagreements.tsv")
# Shares of the agreed values that have to be met, of each field. Two that agree can both be wrong.
BARS = {"unanimous": 0.997, "majority": 0.75}
TEXT_COMPARED = 1500
LIMIT_SECONDS = 300
NOTHING = hashlib.sha256(b"").hexdigest()


def inspect(*words, **more):
    return subprocess.run([MARTLET, "inspect", *words], capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT_SECONDS, **more)


def rows(done):
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


# What counts as the same: runs of white space are one blank, addresses have no case, of the text its beginning.
def blanks(text):
    return re.sub(r"\s+", " ", text).strip() or None if text is not None else None


def mailboxes(found):
    return [[blanks(name) or "", (address or "").lower()] for name, address in found or [] if name or address]


FIELDS = {
    "subject": blanks, "from": mailboxes, "to": mailboxes, "date": lambda date: date, "tree": lambda tree: tree,
    "filenames": lambda names: [blanks(name) for name in names or []], "content": lambda content: content,
    "text": lambda text: (blanks(text) or "")[:TEXT_COMPARED],
}


def agreement():
    """Every value that other readers agree on, against ours and against the list."""
    with open(LIST, encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    wrong = [line for line in lines if len(line) != 3 or line[1] not in FIELDS or not line[2].strip()]
    check("the list has a path, a field and a reason in each line", not wrong, wrong[:3])
    listed = {(line[0], line[1]) for line in lines}
    check("the list says nothing twice", len(listed) == len(lines))

    done = inspect(SHARED + "/corpus/mail")
    check("the shared mail is read, without a word of complaint", (done.returncode, done.stderr) == (0, b""), done.stderr)
    ours = {row["file"]: row for row in rows(done)}
    tally = {name: {level: [0, 0] for level in BARS} for name in FIELDS}
    missing, differing = [], set()
    with open(SHARED + "/corpus/expected.jsonl", encoding="utf-8", errors="surrogateescape") as file:
        for expected in map(json.loads, file):
            path = expected["file"]
            if path not in ours:
                missing.append(path)
                continue
            for name, same in FIELDS.items():
                level, want, have = expected[name]["agree"], expected[name]["value"], same(ours[path][name])
                if level not in BARS:
                    continue
                tally[name][level][1] += 1
                tally[name][level][0] += have == want
                if have != want:
                    differing.add((path, name))
                    if os.environ.get("INSPECT_SHOW"):
                        print("%s %s (%s)\n  want %s\n  have %s" % (path, name, level, *(json.dumps(v)[:300] for v in (want, have))))
    check("every message is there", not missing, missing[:5])
    for name, levels in tally.items():
        for level, (agreed, all_) in levels.items():
            check("%s: %d of %d %s values" % (name, agreed, all_, level), agreed >= BARS[level] * all_)
    for path, name in sorted(differing - listed):
        check("%s of %s is as other readers have it, or the list says why not" % (name, path), False)
    for path, name in sorted(listed - differing):
        check("%s of %s still disagrees; if not, take it off the list" % (name, path), False)
    check("the list has every disagreement, and no other", differing == listed)


LETTER = b"""From: =?utf-8?q?S=C3=B8ren?= <soren@example.org>
To: "Blum, Anna" <anna@example.org>, b@example.org
Subject: =?utf-8?b?TcO4ZGU=?=
Date: Mon, 2 Nov 2026 10:00:00 +0100
Content-Type: multipart/mixed; boundary=b

--b
Content-Transfer-Encoding: quoted-printable
Content-Type: text/plain; charset=utf-8

gr=C3=BCn
--b
Content-Type: application/octet-stream
Content-Disposition: attachment; filename*=utf-8''gr%C3%BCn.bin
Content-Transfer-Encoding: base64

AAEC
--b
Content-Type: message/rfc822

Subject: inside

text
--b--
"""
READ = {
    "subject": "Møde", "from": [["Søren", "soren@example.org"]], "to": [["Blum, Anna", "anna@example.org"], ["", "b@example.org"]],
    "date": [1793610000, 60],
    "tree": [["", "multipart/mixed"], ["1", "text/plain"], ["2", "application/octet-stream"], ["3", "message/rfc822"],
             ["3.m", "text/plain"]],
    "filenames": [None, None, "grün.bin", None, None],
    "content": [["1", 5, hashlib.sha256("grün".encode()).hexdigest()], ["2", 3, hashlib.sha256(b"\0\1\2").hexdigest()],
                ["3", None, None], ["3.m", 4, hashlib.sha256(b"text").hexdigest()]],
    "text": "grün",
}
EMPTY = {"subject": None, "from": [], "to": [], "date": None, "tree": [["", "text/plain"]], "filenames": [None],
         "content": [["", 0, NOTHING]], "text": ""}


def store(folder, name, octets):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(octets)
    return path


def files(folder):
    letter, empty = store(folder, "letter.eml", LETTER), store(folder, "empty.eml", b"")
    done = inspect(letter)
    check("a file is one line, and says what is in it", rows(done) == [dict(READ, file=letter)], done.stdout)
    check("its fields come in one order", list(rows(done)[0]) == ["file"] + list(READ))
    done = inspect(empty)
    check("an empty file is a message without anything", (done.returncode, rows(done)) == (0, [dict(EMPTY, file=empty)]), done.stdout)
    check("several files come in the order given", [row["file"] for row in rows(inspect(letter, empty, letter))] == [letter, empty, letter])
    check("a path stays as it was given", rows(inspect("./letter.eml", cwd=folder))[0]["file"] == "./letter.eml")
    for words in (["--json", "inspect", letter], ["inspect", "--json", letter], ["-q", "inspect", letter]):
        other = subprocess.run([MARTLET, *words], capture_output=True, timeout=LIMIT_SECONDS)
        check("the output of `%s` is the same" % " ".join(words[:2]), other.stdout == inspect(letter).stdout, other.stderr)
    check("inspect without a path says how", inspect().returncode == 64)

    attached = store(folder, "attached.eml", b"Content-Disposition: attachment; filename=a.csv\n\na;b\n")
    row = rows(inspect(attached))[0]
    check("a message that is an attachment has content and no text", (row["text"], row["filenames"], row["content"][0][1])
          == ("", ["a.csv"], 4), row)
    crowd = store(folder, "crowd.eml", b"From: a@b\n" * 10_050 + b"\n")
    check("no more than ten thousand mailboxes are read", len(rows(inspect(crowd))[0]["from"]) == 10_000)

    done = inspect(letter, folder + "/none", empty, folder + "/none either", letter)
    check("what cannot be read is 74, and the rest is printed",
          (done.returncode, [row["file"] for row in rows(done)]) == (74, [letter, empty, letter]), done.stderr)
    check("the first of them is named, and how many there are", b"2 files cannot be read" in done.stderr
          and (folder + "/none: no such file").encode() in done.stderr, done.stderr)
    store(folder, "secret.eml", LETTER)
    os.chmod(folder + "/secret.eml", 0)
    if os.geteuid() == 0:
        checks.skip("a file that may not be read", "root may read everything")
    else:
        check("a file that may not be read is 74", inspect(folder + "/secret.eml").returncode == 74)
    os.unlink(folder + "/secret.eml")


def folders(folder):
    for name in ("b.eml", "a/2.eml", "a/1.eml", "c", "new\nline"):
        store(folder, name, LETTER)
    names = [row["file"] for row in rows(inspect(folder))]
    check("a folder's files come by their path in it, in order", names == ["a/1.eml", "a/2.eml", "b.eml", "c", "new\nline"], names)
    check("a folder and a file go together", [row["file"] for row in rows(inspect(folder + "/a/", folder + "/c"))]
          == ["1.eml", "2.eml", folder + "/c"])
    os.mkfifo(folder + "/fifo")
    os.symlink(folder, folder + "/a/loop")
    os.symlink(folder + "/none", folder + "/dangling")
    done = inspect(folder)
    check("a pipe and links in a folder are passed over", (done.returncode, [row["file"] for row in rows(done)]) == (0, names), done.stderr)
    done = inspect(folder + "/fifo", folder + "/c")
    check("a pipe given as a file is 74 and nobody waits for it", done.returncode == 74 and len(rows(done)) == 1, done.stderr)
    os.makedirs(folder + "/none inside")
    done = inspect(folder + "/none inside")
    check("an empty folder has nothing to say", (done.returncode, done.stdout, done.stderr) == (0, b"", b""))


def early_end(folder):
    """Far more than a pipe holds, of which one line is read."""
    for number in range(300):
        store(folder, "%d.eml" % number, b"Subject: x\n\n" + b"x" * 10_000)
    child = subprocess.Popen([MARTLET, "inspect", folder], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    first = child.stdout.readline()
    child.stdout.close()
    said = child.stderr.read()
    child.stderr.close()
    code = child.wait(LIMIT_SECONDS)
    check("a reader that leaves early ends it without a word", json.loads(first)["file"] == "0.eml" and code == 0 and said == b"",
          (code, said))


def main():
    for test in (files, folders, early_end):
        with tempfile.TemporaryDirectory() as folder:
            test(folder)
    if os.path.isfile(SHARED + "/corpus/expected.jsonl"):
        agreement()
    else:
        checks.skip("agreement with other readers", "no shared mail; MARTLET_SHARED says where it is")
    checks.report()


main()

#!/usr/bin/env python3
"""seeds.py OUT - makes fuzz seeds of the server blocks in Tests/Fixtures/wire, one file a case, for wire_fuzz.c."""
import pathlib
import re
import sys

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "wire"
LINE, BODY, LISTING, SASL = range(4)
ESCAPES = {"r": b"\r", "n": b"\n", "t": b"\t", "0": b"\0"}


def octets(text):
    """The octets a server block stands for; Tests/Fixtures/wire/README.md has the rules."""
    def one(match):
        escape = match.group(1)
        if escape.startswith("x"):
            return chr(0x100000 + int(escape[1:], 16))
        return ESCAPES.get(escape, escape.encode()).decode()
    text = re.sub(r"\\(x[0-9a-fA-F]{2}|.)", one, text)
    return b"".join(bytes([ord(c) - 0x100000]) if ord(c) >= 0x100000 else c.encode() for c in text)


def reply(command):
    words = command.split(" ")
    if words[0] in ("RETR", "TOP"):
        return BODY
    if words[0] == "CAPA" or words[0] in ("LIST", "UIDL", "AUTH", "LANG") and len(words) == 1:
        return LISTING
    return SASL if words[0] == "AUTH" else LINE


def seed(case):
    """Header of wire_fuzz.c (limit of 16 where the case sets one, kinds of four replies, cut), then the stream."""
    stream, replies, challenged = b"", [], False
    for info, text in re.findall(r"^```(\w+[^\n]*)\n(.*?)^```$", case, re.M | re.S):
        lines = text.split("\n")[:-1]
        if info == "client":
            replies += [reply(line) for line in lines[1 if challenged else 0:]]
        elif info.startswith("server"):
            if not replies and not stream:
                replies.append(LINE)
            stream += octets("".join(lines))
        else:
            challenged = bool(lines) and lines[-1].startswith("challenge")
    kinds = sum(kind << 2 * i for i, kind in enumerate((replies * 4)[:4]))
    return bytes([4 if "line_max" in case else 0, kinds, len(stream) % 256]) + stream


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    for file in sorted(FIXTURES.glob("*.md")):
        if file.name == "README.md":
            continue
        for number, case in enumerate(re.split(r"^## ", file.read_text(encoding="utf-8"), flags=re.M)[1:]):
            (out / f"{file.stem}-{number}").write_bytes(seed(case))
            count += 1
    print(f"{count} seeds in {out}")


if __name__ == "__main__":
    main()

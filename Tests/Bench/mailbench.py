#!/usr/bin/env python3
"""mailbench.py FOLDER [ROUNDS] - what mailbench does, with Python's email package: the same mail, the same fields, the same hash."""
import email, email.parser, email.policy, hashlib, os, re, sys, time

POLICY = email.policy.default


def folder(path):
    mails = []
    for at, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = os.path.join(at, name)
            if not name.startswith(".") and os.path.isfile(file) and not os.path.islink(file):
                with open(file, "rb") as f:
                    octets = f.read()
                if not re.match(rb"[!-9;-~]+:|From ", octets):  # as in mailfolder.c
                    continue
                ends = [octets.find(blank) + len(blank) for blank in (b"\n\n", b"\n\r\n") if blank in octets]
                mails.append((octets, octets[:min(ends)] if ends else octets))
    return mails


class Tally:
    leaves = octets = text = fields = failed = 0


def fields(message, tally):
    for name in ("subject", "from", "to", "date"):
        try:
            value = message[name]
            if value is None:
                continue
            if name == "subject":
                tally.fields += len(str(value))
            elif name == "date":
                tally.fields += 8 if value.datetime else 0
            else:
                tally.fields += sum(len(a.display_name) + len(a.addr_spec) for a in value.addresses)
        except Exception:  # it does fail on mail: then it is done sooner
            tally.failed += 1


def whole(octets, hashes, tally):
    try:
        message = email.message_from_bytes(octets, policy=POLICY)
    except Exception:
        tally.failed += 1
        return
    fields(message, tally)
    for part in message.walk():
        if part.is_multipart():
            continue
        try:
            decoded = part.get_payload(decode=True) or b""
            if hashes:
                hashlib.sha256(decoded).digest()
            tally.leaves += 1
            tally.octets += len(decoded)
        except Exception:
            tally.failed += 1
    try:
        body = message.get_body(("plain", "html"))
        tally.text += len(body.get_content()) if body is not None else 0
    except Exception:
        tally.failed += 1


def header(octets, tally):
    try:
        fields(email.parser.BytesHeaderParser(policy=POLICY).parsebytes(octets), tally)
    except Exception:
        tally.failed += 1


def main():
    mails = folder(sys.argv[1])
    best = {}
    for number in range(int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        for what in ("whole", "unhashed", "header"):
            tally = Tally()
            begin = time.process_time()
            for octets, block in mails:
                if what == "header":
                    header(block, tally)
                else:
                    whole(octets, what == "whole", tally)
            spent = (time.process_time() - begin) * 1e6 / len(mails)
            best[what] = min(spent, best.get(what, spent))
            if what == "whole" and number == 0:
                print("Python saw %d %d %d %d" % (tally.leaves, tally.octets, tally.text, tally.fields))
    for what, spent in best.items():
        print("Python %s %.3f" % (what, spent))


main()

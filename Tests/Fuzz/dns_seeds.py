#!/usr/bin/env python3
"""dns_seeds.py OUT - writes the first inputs of the target for DNS answers: SRV records as name servers send them, and the ways in which
somebody may send them to do harm."""
import os
import struct
import sys

QUESTION = "_pop3s._tcp.example.net"
# Where the question's name begins, and in it "example.net" and "net": what the rest of an answer points to.
HERE, DOMAIN, TOP = 12, 24, 32


def name(text):
    return b"".join(bytes([len(label)]) + label.encode() for label in text.split(".") if label) + b"\0"


def pointer(offset):
    return struct.pack(">H", 0xC000 | offset)


def header(answers, questions=1, authorities=0, extra=0, flags=0x8180):
    return struct.pack(">6H", 0x1234, flags, questions, answers, authorities, extra)


def question(text=QUESTION):
    return name(text) + struct.pack(">2H", 33, 1)


def record(data, owner=None, kind=33, ttl=300, length=None):
    owner = pointer(HERE) if owner is None else owner
    return owner + struct.pack(">HHIH", kind, 1, ttl, len(data) if length is None else length) + data


def srv(target, priority=0, weight=1, port=995):
    return struct.pack(">3H", priority, weight, port) + target


def answer(*records, **counts):
    return header(len(records), **counts) + question() + b"".join(records)


OPT = b"\0" + struct.pack(">HHIH", 41, 1232, 0, 0)
LONG = ".".join(["a" * 49] * 5 + ["abc"])
SELF = len(answer()) + 12 + 6  # where the target of the only record begins

SEEDS = {
    "none": answer(),
    "no-such-name": header(0, authorities=1, flags=0x8183) + question()
    + record(name("ns.example.net") + name("root.example.net") + struct.pack(">5I", 1, 7200, 900, 86400, 300), pointer(DOMAIN), kind=6),
    "one": answer(record(srv(name("pop.example.net")))),
    "compressed": answer(record(srv(b"\3pop" + pointer(DOMAIN)))),
    "several": answer(record(srv(b"\4pop1" + pointer(DOMAIN), 10, 60)), record(srv(b"\4pop2" + pointer(DOMAIN), 10, 40)),
                      record(srv(name("backup.mail.example.org"), 20, 0, 9950))),
    "root": answer(record(srv(b"\0", 0, 0, 0))),
    "through-cname": answer(record(name("srv.example.org"), kind=5), record(srv(name("pop.example.org")), name("srv.example.org"))),
    "with-extra": answer(record(srv(b"\3pop" + pointer(DOMAIN))), extra=2)
    + record(bytes([192, 0, 2, 1]), b"\3pop" + pointer(DOMAIN), kind=1) + OPT,
    "pointer-to-pointer": answer(record(srv(b"\3pop" + pointer(DOMAIN))), record(srv(pointer(SELF)))),
    "odd-signs": answer(record(srv(name("po p\x1b[31m.example"))), record(srv(name("ok_1.example-2.net")))),
    "longest": answer(record(srv(name(LONG)))),
    "too-long": answer(record(srv(name(LONG + "d")))),
    "label-of-64": answer(record(srv(b"\x40" + b"a" * 64 + b"\0"))),
    "loop": answer(record(srv(pointer(SELF)))),
    "loop-of-two": answer(record(srv(pointer(SELF + 2) + pointer(SELF)))),
    "loop-with-label": answer(record(srv(b"\1a" + pointer(SELF)))),
    "pointer-beyond": answer(record(srv(pointer(0x3FFF)))),
    "pointer-to-header": answer(record(srv(pointer(0)))),
    "short-data": answer(record(srv(name("pop.example.net")), length=8)),
    "long-data": answer(record(srv(name("pop.example.net")), length=400)),
    "more-promised": header(65535) + question() + record(srv(name("pop.example.net"))),
    "two-questions": header(1, questions=2) + question() + question("example.org") + record(srv(pointer(TOP))),
    "empty": b"",
}


def main(out):
    os.makedirs(out, exist_ok=True)
    whole = SEEDS["several"]
    cuts = {f"cut-{end}": whole[:end] for end in (4, 12, 20, 41, 50, 60, len(whole) - 1)}
    for seed, octets in {**SEEDS, **cuts}.items():
        with open(os.path.join(out, seed), "wb") as file:
            file.write(octets)


main(sys.argv[1])

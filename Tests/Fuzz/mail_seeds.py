#!/usr/bin/env python3
"""mail_seeds.py OUT - writes the first inputs of the mail reader's fuzz targets, a folder of files for each: OUT/reader, OUT/field ...

They are small and written here, one for each thing that reads differently; where the shared mail is (MARTLET_SHARED), its small
messages are the reader's seeds as well."""
import os
import pathlib
import struct
import sys

MULTIPART = b"""Content-Type: multipart/mixed; boundary="o"

pre
--o
Content-Type: multipart/digest; boundary*=us-ascii''i

--i

Subject: =?iso-2022-jp?b?GyRCRnxLXBsoQg==?=

b
--i--
--o
Content-Type: message/rfc822
Content-Transfer-Encoding: base64

QTogYgoKYm9keQ==
--o
Content-Type: text/html; charset=koi8-r
Content-Transfer-Encoding: quoted-printable
Content-Disposition: attachment; filename*0*=utf-8''%E2%82; filename*1=AC

<p>=D1=
 x</p>
--o--
"""

FIELDS = [
    b" =?utf-8?Q?M=C3=B8de?= =?utf-8*da?b?cMOl?= torsdag",
    b" =?utf-8?q?What?=20is?= =?x?q?=FF?=\r\n =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=",
    b'Team: "Blum, \\"A\\"" <@x,@y:a@b> (c (d)), =?utf-8?q?a,b?= <c@d>;, e@f (g)',
    b"attachment; filename*0*=utf-8'en'%E2%82; filename*1*=%AC; filename*2=\"x\\\"y\"; size=1",
    b"text/plain (comment); charset=\"us-ascii\" (c); name==?utf-8?b?YQ==?=",
]

HTML = [
    b"<html><head><title>t</title><style>x{}</style></head><body><h1>A</h1><p>b &amp; c&nbsp;&#8364;<br>d<ul><li>e</ul>"
    b"<pre> f\n g</pre><table><tr><td>h<td>i</table><img alt='j > k'><!-- l --><script>m</script><blockquote>n",
    b"<p>a<![CDATA[b]]><!doctype c><?d?><e f=\"g>h\" i=j/>k</p",
]

DATES = [
    b"Tue, 24 Nov 2026 09:40:00 +0100 (CET)", b"24 Nov 26 9:40 EST", b"Tue Nov 24 09:40:00 2026", b"2026-11-24T09:40:00Z",
    b"Tue, 24 (a (b)) November 2026 23:59:60 -0000", b"11/24/2026 9:40 PM GMT+02:00",
]

DECODE = [b"\x01\x00QUJD\r\nREVG\nRw==R0g=", b"\x02\x00a=3Db=\r\nc = \n=C3=A4=", b"\x03\x00begin 644 a.txt\n#86)C\n`\nend\n"]

FLOWED = [b"a \nb\n> c \n> d\n>> e\n-- \nf \n", b" From x \n >y \r\nz\r\n"]

CHARSET = [b"utf-7\0a+AKM-b+2Anc-", b"iso-2022-jp\0\x1b$BF|K\\\x1b(B", b"utf-16\0\xff\xfea\0\xac\x20", b"koi8-r\0\xd1\xf0"]


def tnef(attributes):
    out = struct.pack("<IH", 0x223E9F78, 1)
    for level, tag, value in attributes:
        out += struct.pack("<BII", level, tag, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    return out


def mapi(tag, value):
    return struct.pack("<III", tag, 1, len(value)) + value + b"\0" * (-len(value) % 4)


TNEF = [
    tnef([
        (1, 0x00089006, struct.pack("<I", 0x10000)), (1, 0x00069007, struct.pack("<II", 1252, 0)),
        (2, 0x00069002, b"\x01\x00" + b"\xff" * 12), (2, 0x00018010, b"a.txt\0"), (2, 0x0006800F, b"hello"),
        (2, 0x00069005, struct.pack("<I", 1) + mapi(0x3707001F, "b.txt\0".encode("utf-16-le"))),
        (1, 0x00069003, struct.pack("<I", 1) + mapi(0x10000000 | 0x1F, "body\0".encode("utf-16-le"))),
    ]),
]


def main():
    out = pathlib.Path(sys.argv[1])
    seeds = {"reader": [MULTIPART, MULTIPART.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf\n From x\n>From y\nA: b\nstray\nC: d\n\nbody"],
             "field": FIELDS, "html": HTML, "date": DATES, "decode": DECODE, "flowed": FLOWED, "charset": CHARSET, "tnef": TNEF}
    mail = pathlib.Path(os.environ.get("MARTLET_SHARED", "../shared")) / "corpus" / "mail"
    if mail.is_dir():
        small = sorted(p for p in mail.rglob("*") if p.is_file() and p.stat().st_size <= 4096)
        seeds["reader"] += [p.read_bytes() for p in small]
    for name, inputs in seeds.items():
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        for index, octets in enumerate(inputs):
            (folder / f"{index:04}").write_bytes(octets)


main()

// Messages that are legal, nearly legal, or simply exist.

extension SampleMail {
    static let awkward: [DemoMessage] = [
        letter(
            "demo-901-long-line", head("One line of 100 KB", "Sat, 14 Nov 2026 09:00:00 +0100", "long"),
            .text(
                String(repeating: "one long line ", count: 7_315))),

        letter("demo-902-empty-body", head("Nothing to add", "Sat, 14 Nov 2026 10:00:00 +0100", "empty")),

        // The header, and not even the empty line behind it.
        scrap("demo-903-header-only", .text(head("All header", "Sat, 14 Nov 2026 11:00:00 +0100", "header"))),

        letter(
            "demo-904-line-ends", head("CR, LF and CRLF", "Sat, 14 Nov 2026 12:00:00 +0100", "ends"),
            .octets(Array("lone CR:\rstill the same line\r\r\n".utf8)),
            .octets(Array("bare LF:\nan old Unix line\n\n\n".utf8)),
            .octets(Array("LF CR:\n\rand the end\r\n".utf8))),

        // Out of a Unix mailbox, never converted: no CR anywhere.
        scrap(
            "demo-905-unix-lines",
            .octets(
                Array(
                    """
                    From: unix@example.com
                    To: demo@example.org
                    Subject: No CR anywhere
                    Date: Sat, 14 Nov 2026 13:00:00 +0100
                    Message-ID: <unix@example.com>

                    Each line ends in a line feed alone.
                    .
                    That was a dot.

                    """.utf8))),

        letter(
            "demo-906-nul", head("Octets nobody expects", "Sat, 14 Nov 2026 14:00:00 +0100", "nul"),
            .octets(Array("NUL:\0 and the rest of the line\r\n".utf8)),
            .octets([0xFF, 0xFE, 0xC0, 0x80, 0xED, 0xA0, 0x80, 0x1A, 0x7F, 0x0D, 0x0A])),

        letter(
            "demo-907-no-last-line-end", head("Stops short", "Sat, 14 Nov 2026 15:00:00 +0100", "short"),
            .octets(Array("The last line has no end".utf8))),

        // RFC 1939 allows any printing character in a unique ID, a dot and a slash among them.
        letter(
            "../../etc/demo-908", head("A unique ID that looks like a path", "Sat, 14 Nov 2026 16:00:00 +0100", "path"),
            .text("Whoever makes file names of unique IDs should look twice.")),

        letter(
            "demo-909-quoted-printable",
            head("Quoted and not well", "Sat, 14 Nov 2026 17:00:00 +0100", "qp") + """

                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable
                """,
            .text(
                """
                soft=
                 break, a small =e2=82=ac, a lone = sign, =XY no digits,
                blanks at the end   \u{20}
                =2E a dot in disguise
                and an equals sign at the very end=
                """)),

        letter(
            "demo-910-unfinished-parts",
            head("The last part never ends", "Sat, 14 Nov 2026 18:00:00 +0100", "cut") + """

                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="gone"
                """,
            .text(
                """
                --gone
                Content-Type: text/plain

                The first part is whole.
                --gone
                Content-Type: application/octet-stream; name="half.bin"
                Content-Transfer-Encoding: base64

                SGFsZiBvZiBhIGZpbGUsIGFuZCB0aGVu
                """)),

        large,
    ]

    /// About 300 KB, made when it is first asked for.
    private static let large = letter(
        "demo-999-large", head("The whole log of the voyage", "Sun, 15 Nov 2026 09:00:00 +0100", "log"),
        .text(
            (1...5_400).map { day in
                "Day \(day): wind force \(day * 7 % 12), \(day * 31 % 360) degrees, \(day * 13 % 40) birds in sight."
            }.joined(separator: "\n")))

    private static func head(_ subject: String, _ date: String, _ id: String) -> String {
        """
        From: Awkward Press <press@example.com>
        To: demo@example.org
        Subject: \(subject)
        Date: \(date)
        Message-ID: <\(id)@example.com>
        """
    }
}

// Dots at line starts: RFC 1939 section 3 doubles them on the wire, an exact client takes them away again.

extension SampleMail {
    static let dots: [DemoMessage] = [
        letter(
            "demo-801-dots",
            """
            From: dots@example.com
            To: demo@example.org
            Subject: Lines of dots
            Date: Fri, 13 Nov 2026 09:00:00 +0100
            Message-ID: <dots.1@example.com>
            """,
            .text(
                """
                The next line is one dot.
                .
                Two, three and four:
                ..
                ...
                ....
                .x
                ..x
                . a dot and a blank
                .bashrc
                 .  not at the start
                The last line is one dot, too.
                .
                """)),

        // The very first octet is a dot: a field's name may begin with one.
        letter(
            "demo-802-dot-first",
            """
            .First: this field's name begins with a dot
            From: dots@example.com
            To: demo@example.org
            Subject: A dot before anything else
            Date: Fri, 13 Nov 2026 10:00:00 +0100
            Message-ID: <dots.2@example.com>
            """,
            .text(
                """
                ..
                .
                """)),

        letter(
            "demo-803-dot-last",
            """
            From: dots@example.com
            To: demo@example.org
            Subject: A last line that ends in a dot
            Date: Fri, 13 Nov 2026 11:00:00 +0100
            Message-ID: <dots.3@example.com>
            """,
            .text(
                """
                Servers that forget the line end send what looks like no end at all: text.
                text.
                """)),

        // The last octet is a dot on a line of its own, and no line end behind it: the server adds one.
        letter(
            "demo-804-dot-without-line-end",
            """
            From: dots@example.com
            To: demo@example.org
            Subject: Ends in a dot and in nothing else
            Date: Fri, 13 Nov 2026 12:00:00 +0100
            Message-ID: <dots.4@example.com>
            """, .text("Here it comes:"), .octets([UInt8(ascii: ".")])),

        // Dots behind a lone LF or CR are at no line start; what looks like the end of the message is none.
        letter(
            "demo-805-dots-behind-other-ends",
            """
            From: dots@example.com
            To: demo@example.org
            Subject: Not the end
            Date: Fri, 13 Nov 2026 13:00:00 +0100
            Message-ID: <dots.5@example.com>
            """, .octets(Array("LF:\n.\nCR:\r.\rmixed:\n.\r\nand\r.\r\nstill here\r\n".utf8))),
    ]
}

// Letters whose header is the interesting part.

extension SampleMail {
    static let headers: [DemoMessage] = [
        letter(
            "demo-701-folded",
            """
            From: "A name, with a comma" <comma@example.com>
            To: demo@example.org,
             "Second (in quotes)" <second@example.org>,
            \tThird <third@example.org> (a comment),
             Friends: one@example.org, two@example.org;
            Subject: A subject
             folded once with a blank,
            \tonce with a tabulator,
               and once with three blanks
            DATE: Tue, 10 Nov 2026 10:00:00 +0100
            message-id: <folded@example.com>
            """, .text("Field names know no case, and long fields go on in the next line.")),

        // RFC 6532: UTF-8 as it is, without encoded words.
        letter(
            "demo-702-raw-utf-8",
            """
            From: Žofie Ňuňková <žofie@příklad.example>
            To: demo@example.org
            Subject: Überraschung: hier steht UTF-8 roh im Kopf – ☂
            Date: Tue, 10 Nov 2026 11:00:00 +0100
            Message-ID: <roh@example.com>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            """, .text("Internationalized mail, as RFC 6532 has it.")),

        // ISO 8859-1 in the header, undeclared: older than any rule. The octets say “Smørrebrød” and “Bjørn”.
        scrap(
            "demo-703-raw-8-bit", .text("From: bjorn@example.no"),
            .octets(Array("Subject: Sm".utf8) + [0xF8] + Array("rrebr".utf8) + [0xF8] + Array("d\r\n".utf8)),
            .text(
                """
                To: demo@example.org
                Date: Tue, 10 Nov 2026 12:00:00 +0100
                Message-ID: <smor@example.no>

                The subject holds two octets that say nothing about their alphabet.
                """),
            .octets(Array("Bj".utf8) + [0xF8] + Array("rn\r\n".utf8))),

        letter(
            "demo-704-no-subject",
            """
            From: quiet@example.com
            To: demo@example.org
            Date: Wed, 11 Nov 2026 11:11:00 +0100
            Message-ID: <quiet@example.com>
            """, .text("A letter need not have a subject.")),

        // Adjacent words that end in `=`, cut in the middle of a character, an unknown charset, broken base64.
        letter(
            "demo-705-words",
            """
            From: =?utf-8?b?w4k=?= =?utf-8?b?bWlsZQ==?= <emile@example.fr>
            To: demo@example.org
            Subject: =?utf-8?b?YQ==?= =?utf-8?b?Yg==?= =?utf-8?b?4oI=?=
             =?utf-8?b?rA==?= =?x-unheard-of?q?plain?= =?utf-8?b?not!base64?=
             =?utf-8*en?q?a_word?=directly=?utf-8?q?_beside?=
            Date: Wed, 11 Nov 2026 12:00:00 +0100
            Message-ID: <words@example.fr>
            """, .text("The subject begins with a, b and a euro sign.")),

        // For the reader's gate-keeper. A terminal that obeys would turn red, change its title, clear itself, answer;
        // a screen that obeys would show the file name's end first. None of it does harm.
        letter(
            "demo-706-escape-sequences",
            """
            From: "\u{1B}[31mRed\u{1B}[0m" <red@example.com>
            To: demo@example.org
            Subject: \u{1B}]0;a new title\u{07}\u{1B}[2J\u{1B}[H\u{1B}[5mblinking\u{1B}[0m \u{9B}32mgreen \u{08}\u{08}\u{08}\u{7F}
            X-Encoded: =?utf-8?b?G1szMW1yZWQbWzBt?=
            Keywords: report\u{202E}txt.exe, \u{2066}isolated\u{2069}, zero\u{200B}width, \u{FEFF}mark
            Date: Thu, 12 Nov 2026 00:00:00 +0000
            Message-ID: <escape@example.com>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            """,
            .text(
                """
                The body tries it too: \u{1B}[41mred ground\u{1B}[0m, \u{1B}[6n a question,
                \u{1B}]8;;https://example.com/\u{1B}\\a link\u{1B}]8;;\u{1B}\\, \u{202E}backwards\u{202C}.
                """)),

        letter(
            "demo-707-odd-fields",
            """
            >From somebody Thu Nov 12 00:00:00 2026
            From: first@example.com
            From: second@example.com
            Subject: The first of two
            Subject: The second of two
            Date: Sometime in November
            Message-ID: no angle brackets
            X-Empty:
            X-Long-Name-\(String(repeating: "x", count: 200)): yes
            Not a field at all
            To: demo@example.org
            """, .text("Twice the same field, a date that is none, and a line that is no field.")),
    ]
}

// Letters of several parts.

extension SampleMail {
    static let attachments: [DemoMessage] = [
        letter(
            "demo-501-picture",
            """
            From: The Martlet <martlet@example.org>
            To: demo@example.org
            Subject: A small picture of me
            Date: Thu, 29 Oct 2026 16:00:00 +0100
            Message-ID: <picture@example.org>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="=_picture"
            """,
            .text(
                """
                This text stands in front of the parts. Nobody should see it.

                --=_picture
                Content-Type: text/plain; charset=us-ascii

                Thirty-two dots wide, drawn from life.

                --=_picture
                Content-Type: image/png; name="martlet.png"
                Content-Transfer-Encoding: base64
                Content-Disposition: attachment; filename="martlet.png"

                iVBORw0KGgoAAAANSUhEUgAAACAAAAAbAQAAAAA1vLA3AAAAYUlEQVR42lXNsQ2AMAxE0S+QMF1G
                yCiMFjrGYBRgk0gsQBkk4HA6cPHks4tDPvyIzhOca6p0LCoNsw5jUjY2rUZOGAcESuWCyAMDWkl1
                kz9akRnE2Ad5MBG0yy9nLbo/vS9LXEargSxxZAAAAABJRU5ErkJggg==
                --=_picture--

                This text stands behind them. Nobody should see it either.
                """)),

        letter(
            "demo-502-html-and-text",
            """
            From: Corner Bakery <news@bakery.example>
            To: demo@example.org
            Subject: Twelve kinds of bread
            Date: Fri, 30 Oct 2026 06:30:00 +0100
            Message-ID: <bread@bakery.example>
            List-Unsubscribe: <mailto:leave@bakery.example>
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="loaf"
            """,
            .text(
                """
                --loaf
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                Rye, wheat, spelt =E2=80=93 and nine more. We open at six.

                --loaf
                Content-Type: text/html; charset=utf-8
                Content-Transfer-Encoding: quoted-printable

                <html><head><style>p { color: brown }</style>
                <script>alert("no reader runs this")</script></head><body>
                <h1>Twelve kinds of bread</h1>
                <p>Rye, wheat, spelt &ndash; and <b>nine more</b>.<br>We open at six.</p>
                <ul><li>rye<li>wheat<li>spelt</ul>
                <img src=3D"http://tracker.example/pixel.gif" width=3D1 height=3D1>
                <p><a href=3D"https://bakery.example/today?a=3D1&amp;b=3D2">Today</a></p>
                </body></html>
                --loaf--
                """)),

        letter(
            "demo-503-html-only",
            """
            From: shop@shop.example
            To: demo@example.org
            Subject: Your parcel is on its way
            Date: Fri, 30 Oct 2026 17:45:00 +0100
            Message-ID: <parcel@shop.example>
            MIME-Version: 1.0
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: 8bit
            """,
            .text(
                """
                <!doctype html><title>Parcel</title>
                <table><tr><th>What<th>How many</tr>
                <tr><td>Nest, size M<td>1</tr><tr><td>Sky&nbsp;blue &amp; white paint<td>2</tr></table>
                <p>It arrives on <em>Tuesday</em> &mdash; we hope. Price: 12&nbsp;&euro; &lt;incl. tax&gt;
                """)),

        // RFC 2231: a name in percent-encoded UTF-8, and a long one in numbered pieces.
        letter(
            "demo-504-invoice",
            """
            From: Nest Builders <office@builders.example>
            To: demo@example.org
            Subject: Invoice 2026-17
            Date: Mon, 2 Nov 2026 09:00:00 +0100
            Message-ID: <invoice.17@builders.example>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=nest
            """,
            .text(
                """
                --nest
                Content-Type: text/plain; charset=utf-8
                Content-Disposition: inline

                The invoice and the figures behind it.
                --nest
                Content-Type: application/pdf
                Content-Transfer-Encoding: base64
                Content-Disposition: attachment;
                 filename*=UTF-8''Rechnung%20f%C3%BCr%20zw%C3%B6lf%20Nester.pdf

                JVBERi0xLjQKJeLjz9MKMSAwIG9iajw8L1R5cGUvQ2F0YWxvZy9QYWdlcyAyIDAgUj4+ZW5kb2Jq
                CjIgMCBvYmo8PC9UeXBlL1BhZ2VzL0tpZHNbMyAwIFJdL0NvdW50IDE+PmVuZG9iagozIDAgb2Jq
                PDwvVHlwZS9QYWdlL1BhcmVudCAyIDAgUi9NZWRpYUJveFswIDAgMzAwIDEyMF0vQ29udGVudHMg
                NCAwIFIvUmVzb3VyY2VzPDwvRm9udDw8L0YgNSAwIFI+Pj4+Pj5lbmRvYmoKNCAwIG9iajw8L0xl
                bmd0aCA1OD4+c3RyZWFtCkJUIC9GIDE4IFRmIDMwIDYwIFRkIChJbnZvaWNlIDIwMjYtMTc6IHR3
                ZWx2ZSBuZXN0cykgVGogRVQKZW5kc3RyZWFtZW5kb2JqCjUgMCBvYmo8PC9UeXBlL0ZvbnQvU3Vi
                dHlwZS9UeXBlMS9CYXNlRm9udC9IZWx2ZXRpY2E+PmVuZG9iagp4cmVmCjAgNgowMDAwMDAwMDAw
                IDY1NTM1IGYgCjAwMDAwMDAwMTUgMDAwMDAgbiAKMDAwMDAwMDA1OCAwMDAwMCBuIAowMDAwMDAw
                MTA3IDAwMDAwIG4gCjAwMDAwMDAyMTYgMDAwMDAgbiAKMDAwMDAwMDMxOSAwMDAwMCBuIAp0cmFp
                bGVyPDwvU2l6ZSA2L1Jvb3QgMSAwIFI+PgpzdGFydHhyZWYKMzgwCiUlRU9GCg==
                --nest
                Content-Type: text/csv; charset=utf-8; header=present;
                 name*0="figures of the year 2026, all quarters, with the";
                 name*1=" corrections of the auditor.csv"
                Content-Transfer-Encoding: 8bit
                Content-Disposition: attachment;
                 filename*0*=UTF-8''figures%20of%20the%20year%202026%2C%20all%20quarters;
                 filename*1*=%2C%20with%20the%20corrections;
                 filename*2=" of the auditor.csv"

                quarter,nests,€
                1,3,36.00
                2,9,108.00
                --nest--
                """)),

        letter(
            "demo-505-forwarded",
            """
            From: Mo Fictional <mo@example.com>
            To: demo@example.org
            Subject: Fwd: The key is under the pot
            Date: Tue, 3 Nov 2026 13:13:00 +0100
            Message-ID: <fwd@example.com>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="outer"
            """,
            .text(
                """
                --outer
                Content-Type: text/plain

                See below, in the original envelope.
                --outer
                Content-Type: message/rfc822
                Content-Disposition: attachment; filename="key.eml"

                From: Neighbour <neighbour@example.net>
                To: mo@example.com
                Subject: =?utf-8?Q?The_key_is_under_the_pot_=E2=80=93_the_blue_one?=
                Date: Mon, 2 Nov 2026 20:20:00 +0100
                Message-ID: <key@example.net>
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary="inner"

                --inner
                Content-Type: text/plain

                Under the blue pot. Please water the basil.
                --inner
                Content-Type: text/html

                <p>Under the <b>blue</b> pot. Please water the basil.</p>
                --inner--
                --outer--
                """)),

        letter(
            "demo-506-invitation",
            """
            From: Choir <choir@example.net>
            To: demo@example.org
            Subject: Invitation: rehearsal
            Date: Wed, 4 Nov 2026 08:00:00 +0100
            Message-ID: <rehearsal@example.net>
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="choir"
            """,
            .text(
                """
                --choir
                Content-Type: text/plain; charset=utf-8

                Rehearsal on Wednesday, 18 November, 19:00, old boat house.
                --choir
                Content-Type: text/calendar; charset=utf-8; method=REQUEST; name="rehearsal.ics"

                BEGIN:VCALENDAR
                VERSION:2.0
                PRODID:-//example//choir//EN
                METHOD:REQUEST
                BEGIN:VEVENT
                UID:rehearsal-18@example.net
                DTSTAMP:20261104T070000Z
                DTSTART:20261118T180000Z
                DTEND:20261118T200000Z
                SUMMARY:Rehearsal
                LOCATION:Old boat house
                ORGANIZER:mailto:choir@example.net
                ATTENDEE;RSVP=TRUE:mailto:demo@example.org
                END:VEVENT
                END:VCALENDAR
                --choir--
                """)),

        // A file name that wants to be elsewhere, and one that hides what it is.
        letter(
            "demo-507-wayward-names",
            """
            From: Somebody <somebody@example.com>
            To: demo@example.org
            Subject: Files with names of their own mind
            Date: Thu, 5 Nov 2026 23:59:00 +0100
            Message-ID: <names@example.com>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="names"
            """,
            .text(
                """
                --names
                Content-Type: text/plain
                Content-Disposition: attachment; filename="../../../.profile"

                harmless
                --names
                Content-Type: text/plain
                Content-Disposition: attachment; filename="C:\\\\Windows\\\\system.ini"

                harmless
                --names
                Content-Type: application/octet-stream
                Content-Disposition: attachment; filename*=UTF-8''photo%E2%80%AEgnp.exe

                harmless: the name holds a right-to-left override
                --names
                Content-Type: text/plain
                Content-Disposition: attachment; filename=""

                harmless, and nameless
                --names--
                """)),
    ]
}

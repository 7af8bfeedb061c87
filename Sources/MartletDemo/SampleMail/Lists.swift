// Mail by machines: a mailing list, a bounce, a newsletter's plain text that flows.

extension SampleMail {
    static let lists: [DemoMessage] = [
        letter(
            "demo-601-mailing-list",
            """
            Return-Path: <swallows-bounces@lists.example.org>
            \(received(9))
            Authentication-Results: mx.example.org; dkim=none; spf=pass smtp.mailfrom=lists.example.org
            From: Ada Imaginary <ada@example.edu>
            Sender: swallows-bounces@lists.example.org
            To: swallows@lists.example.org
            Cc: Bo Imaginary <bo@example.edu>, "Imaginary, Cy" <cy@example.edu>
            Reply-To: swallows@lists.example.org
            Subject: Re: [swallows] Re: airspeed of the unladen kind
            In-Reply-To: <airspeed.1@example.edu>
            References: <airspeed.0@example.edu> <airspeed.1@example.edu>
            Date: Fri, 6 Nov 2026 10:10:00 -0500
            Message-ID: <airspeed.2@example.edu>
            List-Id: Swallows and their like <swallows.lists.example.org>
            List-Post: <mailto:swallows@lists.example.org>
            List-Unsubscribe: <https://lists.example.org/swallows>, <mailto:leave@lists.example.org>
            Precedence: list
            """,
            .text(
                """
                > > About eleven metres a second.
                >
                > Which kind?

                European. The African one is non-migratory.

                --\u{20}
                Ada
                _______________________________________________
                swallows mailing list
                """)),

        letter(
            "demo-602-bounce",
            """
            Return-Path: <>
            From: Mail Delivery System <mailer-daemon@mx.example.org>
            To: demo@example.org
            Subject: Undelivered Mail Returned to Sender
            Date: Sat, 7 Nov 2026 03:14:00 +0000
            Message-ID: <bounce.314@mx.example.org>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="b/314"
            """,
            .text(
                """
                --b/314
                Content-Type: text/plain; charset=us-ascii

                Nobody lives at <nobody@example.com>.

                --b/314
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.org
                Arrival-Date: Sat, 7 Nov 2026 03:13:00 +0000

                Final-Recipient: rfc822; nobody@example.com
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 no such user

                --b/314
                Content-Type: text/rfc822-headers

                From: demo@example.org
                To: nobody@example.com
                Subject: Are you there?
                Message-ID: <there@example.org>

                --b/314--
                """)),

        // RFC 3676: a blank at the end of a line means that it goes on; with DelSp that blank goes.
        letter(
            "demo-603-flowed",
            """
            From: Kim Flowing <kim@example.net>
            To: demo@example.org
            Subject: Paragraphs that fit every window
            Date: Sun, 8 Nov 2026 17:00:00 +0100
            Message-ID: <flowed@example.net>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes
            Content-Transfer-Encoding: 8bit
            """,
            .text(
                """
                >> Does this quote \u{20}
                >> flow together?
                > It does.

                This paragraph was cut into short lines by the sender, and \u{20}
                it becomes one line again in a reader that knows how. A \u{20}
                lo\u{20}
                ng word may be cut as well.

                 From here, and > there: stuffed with a blank.
                --\u{20}
                Kim
                """)),

        letter(
            "demo-604-digest",
            """
            From: swallows-request@lists.example.org
            To: demo@example.org
            Subject: swallows Digest, Vol 3, Issue 14
            Date: Mon, 9 Nov 2026 12:00:00 -0500
            Message-ID: <digest.3.14@lists.example.org>
            MIME-Version: 1.0
            Content-Type: multipart/digest; boundary="next"
            """,
            .text(
                """
                --next

                From: ada@example.edu
                Subject: nests
                Date: Sun, 8 Nov 2026 08:00:00 -0500

                Mud or straw?
                --next

                From: bo@example.edu
                Subject: Re: nests
                Date: Sun, 8 Nov 2026 09:00:00 -0500

                Mud.
                --next--
                """)),
    ]

    /// A letter that saw the world.
    private static func received(_ hops: Int) -> String {
        (1...hops).reversed().map { hop in
            """
            Received: from hop\(hop).example.net (hop\(hop).example.net [192.0.2.\(hop)])
            \tby hop\(hop + 1).example.net (Postfix) with ESMTPS id \(1000 + hop)
            \tfor <demo@example.org>; Fri, 6 Nov 2026 15:10:\(10 + hop) +0000 (UTC)
            """
        }.joined(separator: "\n")
    }
}

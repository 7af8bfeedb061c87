// Chinese, Japanese, Korean in their own encodings and in UTF-8; and the alphabet everybody shares.

extension SampleMail {
    static let asia: [DemoMessage] = [
        // “Hello, the tea has arrived, thank you. The meeting moves to Friday.”
        letter(
            "demo-401-chinese-gb18030",
            """
            From: =?gb18030?B?wO7Q6bm5?= <li@example.cn>
            To: demo@example.org
            Subject: =?gb18030?B?u+HS6bjEtb3Qx8bazuU=?=
            Date: Thu, 22 Oct 2026 10:20:00 +0800
            Message-ID: <huiyi@example.cn>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=gb18030
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                xOO6wywNCg0KsujStsrVtb3ByyzQu9C7oaO74dLpuMS1vdDHxtrO5c/CzufI/bXjoaMNCg0KwO4NCg==
                """)),

        // “Hello, the night market is open again. Big5 hides a backslash in 功, 許 and 蓋.”
        letter(
            "demo-402-chinese-big5",
            """
            From: =?big5?B?s1y16rpj?= <hsu@example.tw>
            To: demo@example.org
            Subject: =?big5?B?qV2lq6RTtn2kRg==?=
            Date: Fri, 23 Oct 2026 22:05:00 +0800
            Message-ID: <yeshi@example.tw>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=big5
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                p0GmbiwNCg0KqV2lq6RTtn2kRqFDpqilXKq6pHCmWTqop6rhoUK7XLa6oUMNCg0Ks1wNCg==
                """)),

        letter(
            "demo-403-chinese-utf-8",
            """
            From: =?utf-8?B?546L5YGH6K6+?= <wang@example.cn>
            To: demo@example.org
            Subject: =?utf-8?B?6K+35p+l5pS25Lmd5pyI5Lu955qE5oql5ZGK?=
            Date: Sat, 24 Oct 2026 09:00:00 +0800
            Message-ID: <baogao@example.cn>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit
            """,
            .text(
                """
                您好:

                九月份的报告已经完成,请查收。如有问题请回复本邮件。

                王
                """)),

        // “The quotation is enclosed.” The escape sequences of ISO-2022-JP are 7-bit and look like terminal control.
        letter(
            "demo-404-japanese-iso-2022-jp",
            """
            From: =?iso-2022-jp?B?GyRCMk02dTJWO1IbKEI=?= <hanako@example.jp>
            To: demo@example.org
            Subject: =?iso-2022-jp?B?GyRCJCo4K0BRPXEkTkF3SVUkSyREJCQkRhsoQg==?=
            Date: Sun, 25 Oct 2026 10:05:00 +0900
            Message-ID: <mitsumori@example.jp>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=ISO-2022-JP
            Content-Transfer-Encoding: 7bit
            """,
            .raw(
                """
                GyRCJCpAJE9DJEskSiRDJEYkKiRqJF4kOSEjGyhCDQoNChskQiQqOCtAUT1xJHIkKkF3JGokJCQ/JDckXiQ5ISMkNDNORyck
                TiRbJEkkKjRqJCQkJCQ/JDckXiQ5ISMbKEINCg0KGyRCMk02dRsoQg0K
                """)),

        letter(
            "demo-405-japanese-utf-8",
            """
            From: =?utf-8?B?5oOz5YOP5aSq6YOO?= <taro@example.jp>
            To: demo@example.org
            Subject: =?utf-8?B?5p2l6YCx44Gu5YuJ5by35Lya?= (=?utf-8?B?56ys5LiJ5Zue?=)
            Date: Mon, 26 Oct 2026 18:30:00 +0900
            Message-ID: <benkyokai@example.jp>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64
            """,
            .base64(
                of: """
                    皆さん、こんにちは。

                    来週の勉強会は水曜日の午後七時からです。テーマは「郵便の歴史」です。

                    太郎
                    """)),

        // “Hello, the train to Busan is booked for two.”
        letter(
            "demo-406-korean",
            """
            From: =?euc-kr?B?seiwobvz?= <kim@example.kr>
            To: demo@example.org
            Subject: =?euc-kr?B?us676sfgILHiwvfHpQ==?=
            Date: Tue, 27 Oct 2026 08:50:00 +0900
            Message-ID: <busan@example.kr>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=euc-kr
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                vsiz58fPvLy/5CwNCg0Kus676sfgILHiwvfHpSC1ziDA5cC7IL+5uMXH373AtM+02S4gv6q/obytILi4s6q/5C4NCg0KsegN
                Cg==
                """)),

        letter(
            "demo-407-emoji",
            """
            From: =?utf-8?B?8J+QpiBCaXJkIENsdWI=?= <club@example.com>
            To: demo@example.org
            Subject: =?utf-8?B?8J+lkCBCcmVha2Zhc3Qg8J+RqeKAjfCfkanigI3wn5Gn4oCN8J+RpiA=?= =?utf-8?B?b24gU3VuZGF5IPCfh6nwn4ew4p2k77iP?=
            Date: Wed, 28 Oct 2026 12:12:00 +0100
            Message-ID: <breakfast@example.com>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit
            """,
            .text(
                """
                One family of four is one character: 👩‍👩‍👧‍👦
                So is a flag: 🇩🇰, a wave with a skin tone: 👋🏽, and e with a dot
                below and an accent that are marks of their own: ẹ́
                """)),
    ]
}

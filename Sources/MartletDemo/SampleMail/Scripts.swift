// Other alphabets: Greek, Hebrew, Arabic, Devanagari, Thai.

extension SampleMail {
    static let scripts: [DemoMessage] = [
        // «Καλημέρα! Το πλοίο φεύγει στις επτά. Μην ξεχάσεις τα εισιτήρια. Ελένη»
        letter(
            "demo-301-greek",
            """
            From: =?iso-8859-7?B?xevd7ecg1uHt9OHz9Onq3g==?= <eleni@example.gr>
            To: demo@example.org
            Subject: =?iso-8859-7?B?1O8g8Ovv3+8g9uX94+XpIPP06fIg5fD03A==?=
            Date: Sat, 17 Oct 2026 19:00:00 +0300
            Message-ID: <ploio@example.gr>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=iso-8859-7
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                yuHr5+zd8eEhDQoNCtTvIPDr79/vIPbl/ePl6SDz9OnyIOXw9NwuIMzn7SDu5ffc8+Xp8iD04SDl6fPp9N7x6eEuDQoNCsXr
                3e3nDQo=
                """)),

        // “Shalom! The books came to the library. Opening hours: 9 to 17.” In logical order.
        letter(
            "demo-302-hebrew",
            """
            From: =?iso-8859-8?B?8OXy5CDh4+Xp5A==?= <noa@example.co.il>
            To: demo@example.org
            Subject: =?iso-8859-8?B?5PH0+OntIOTi6fLl?=
            Date: Sun, 18 Oct 2026 13:25:00 +0300
            Message-ID: <sfarim@example.co.il>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=iso-8859-8-i
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                +ezl7SENCg0K5PH0+OntIOTi6fLlIOzx9Pjp6eQuIPny5fog5PT66efkOiA5IPLjIDE3Lg0KDQrw5fLkDQo=
                """)),

        // “Good morning. The coffee is ready and the garden awaits you.”
        letter(
            "demo-303-arabic",
            """
            From: =?windows-1256?B?4e3h7CDH4c7tx+HtyQ==?= <layla@example.com>
            To: demo@example.org
            Subject: =?windows-1256?B?x+He5ebJIMzH5dLJ?=
            Date: Mon, 19 Oct 2026 07:10:00 +0300
            Message-ID: <qahwa@example.com>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=windows-1256
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                1cjHzSDH4c7t0Q0KDQrH4d7l5skgzMfl0skg5sfhzc/t3skgyMfkytnH0d8uDQoNCuHt4ewNCg==
                """)),

        letter(
            "demo-304-hindi",
            """
            From: =?utf-8?B?4KSu4KWA4KSw4KS+IOCkleCkvuCksuCljeCkquCkqOCkv+CklQ==?= <meera@example.in>
            To: demo@example.org
            Subject: =?utf-8?B?4KSV4KSyIOCkleClgCDgpKzgpYjgpKDgpJU=?=
            Date: Tue, 20 Oct 2026 15:45:00 +0530
            Message-ID: <baithak@example.in>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64
            """,
            .base64(
                of: """
                    नमस्ते,

                    कल की बैठक सुबह दस बजे है। कृपया समय पर आइए, चाय मिलेगी।

                    मीरा
                    """)),

        // “Hello, the market opens at six. See you at the boat.”
        letter(
            "demo-305-thai",
            """
            From: =?tis-620?B?ysHB2LXU?= <sommut@example.co.th>
            To: demo@example.org
            Subject: =?tis-620?B?tcXStOC71LTLoeLBp+Cq6dI=?=
            Date: Wed, 21 Oct 2026 05:30:00 +0700
            Message-ID: <talat@example.co.th>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=tis-620
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                ysfRyrTVDQoNCrXF0rTgu9S0y6HiwafgqunSIOCozaHRubfV6ODD180NCg==
                """)),
    ]
}

// The Cyrillic alphabet in four encodings. `raw` bodies hold the text in the comment above each letter.

extension SampleMail {
    static let cyrillic: [DemoMessage] = [
        // «Добрый день! Чертежи готовы, мост выдержит даже слона. Приезжайте в четверг. Анна»
        letter(
            "demo-201-russian-koi8-r",
            """
            From: =?koi8-r?B?4c7OwSD+xdLUo9bOwdE=?= <anna@example.ru>
            To: demo@example.org
            Subject: =?koi8-r?B?/sXS1MXWySDNz9PUwQ==?=
            Date: Tue, 13 Oct 2026 12:00:00 +0300
            Message-ID: <most.1@example.ru>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=koi8-r
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                5M/C0tnKIMTFztghDQoNCv7F0tTF1skgx8/Uz9fZLCDNz9PUINfZxMXS1snUIMTB1sUg08zPzsEuIPDSycXa1sHK1MUg1yDe
                xdTXxdLHLg0KDQrhzs7BDQo=
                """)),

        // «Здравствуйте! Счёт № 17 оплачен, накладную пришлю завтра. – Бухгалтерия»
        letter(
            "demo-202-russian-windows-1251",
            """
            From: =?windows-1251?Q?=C1=F3=F5=E3=E0=EB=F2=E5=F0=E8=FF?= <buh@example.ru>
            To: demo@example.org
            Subject: =?windows-1251?B?0fe48iC5IDE3IO7v6+D35e0=?=
            Date: Wed, 14 Oct 2026 09:30:00 +0300
            Message-ID: <schet17@example.ru>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=windows-1251
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                x+Tw4OLx8uLz6fLlIQ0KDQrR97jyILkgMTcg7u/r4Pfl7Swg7eDq6+Dk7fP+IO/w6Pjr/iDn4OLy8OAuDQoNCpYgwfP14+Dr
                8uXw6P8NCg==
                """)),

        // Four words with nothing but folding between them: the reader joins them without a blank.
        letter(
            "demo-203-russian-utf-8",
            """
            From: =?utf-8?B?0J/RkdGC0YAg0JLRi9C80YvRiNC70LXQvdC90YvQuQ==?= <petr@example.ru>
            To: demo@example.org
            Subject: =?utf-8?B?0J7Rh9C10L3RjCDQtNC70LjQvdC90LDRjyDRgtC10LzQsCwg?=
             =?utf-8?B?0LrQvtGC0L7RgNCw0Y8g0L3QtSDQstC80LXRidCw0LXRgtGB0Y8g?=
             =?utf-8?B?0LIg0L7QtNC90L4g0YHQu9C+0LLQviDQuCDQv9C+0YLQvtC80YMg?=
             =?utf-8?B?0YDQsNC30LHQuNGC0LAg0L3QsCDRh9C10YLRi9GA0LU=?=
            Date: Thu, 15 Oct 2026 21:40:00 +0300
            Message-ID: <tema@example.ru>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64
            """,
            .base64(
                of: """
                    Привет!

                    Тема получилась длиннее письма. Так бывает.

                    Пётр
                    """)),

        // «Вітаю! Ґанок полагодили, їжак живий-здоровий. Чекаємо на вас у неділю. Оксана»
        letter(
            "demo-204-ukrainian",
            """
            From: =?koi8-u?B?78vTwc7BIPfJx8HEwc7B?= <oksana@example.ua>
            To: demo@example.org
            Subject: =?koi8-u?B?vcHOz8sgpiCn1sHL?=
            Date: Fri, 16 Oct 2026 08:15:00 +0300
            Message-ID: <yizhak@example.ua>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=KOI8-U
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                96bUwcAhDQoNCr3Bzs/LINDPzMHHz8TJzMksIKfWwcsg1snXycot2sTP0s/XycouIP7Fy8Gkzc8gzsEg18HTINUgzsXEpszA
                Lg0KDQrvy9PBzsENCg==
                """)),
    ]
}

// Latin alphabets: UTF-8, ISO 8859, Windows code pages; 8bit, quoted-printable, base64.

extension SampleMail {
    static let western: [DemoMessage] = [
        letter(
            "demo-101-danish",
            """
            From: =?iso-8859-1?Q?S=F8ren_=C5g=E5rd?= <soren@example.dk>
            To: demo@example.org
            Subject: =?iso-8859-1?Q?Frokost_p=E5_torsdag=3F?=
            Date: Mon, 5 Oct 2026 09:12:00 +0200
            Message-ID: <frokost.1@example.dk>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit
            """,
            .text(
                """
                Hej,

                skal vi spise frokost på torsdag? Jeg tager rugbrød og æblegrød med,
                hvis du sørger for kaffen.

                Kærlig hilsen
                Søren
                """)),

        letter(
            "demo-102-swedish",
            """
            From: =?iso-8859-1?Q?=C5sa_=D6berg?= <asa@example.se>
            To: demo@example.org
            Subject: =?iso-8859-1?Q?=C5rsrapport_p=E5_remiss?=
            Date: Tue, 6 Oct 2026 14:30:00 +0200
            Message-ID: <remiss.7@example.se>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable
            """,
            .text(
                """
                Hej!

                H=E4r kommer utkastet till =E5rsrapporten. L=E4s g=E4rna igenom siffrorna f=
                =F6r h=F6sten innan fredag, s=E5 hinner vi =E4ndra om n=E5got =E4r fel.

                H=E4lsningar fr=E5n ett bl=E5sigt =D6land
                =C5sa
                """)),

        letter(
            "demo-103-german",
            """
            From: =?utf-8?B?SsO8cmdlbiBXZWnDnw==?= <juergen@example.de>
            To: demo@example.org
            Subject: =?utf-8?Q?Sch=C3=B6ne_Gr=C3=BC=C3=9Fe_aus_F=C3=BCssen?=
            Date: Wed, 7 Oct 2026 18:05:00 +0200
            Message-ID: <gruesse@example.de>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=UTF-8
            Content-Transfer-Encoding: quoted-printable
            """,
            .text(
                """
                Liebe Leute,

                der Weg =C3=BCber den Grat war na=C3=9F und gr=C3=B6=C3=9Ftenteils vereist,=
                 die H=C3=BCtte daf=C3=BCr warm. =E2=80=9EN=C3=A4chstes Jahr fr=C3=BCher=E2=
                =80=9C, sagt K=C3=A4the =E2=80=93 und sie hat recht.

                Gru=C3=9F
                J=C3=BCrgen
                """)),

        // The body in windows-1252: curly quotes, œ and the euro sign are where ISO 8859-1 has control characters.
        letter(
            "demo-104-french",
            """
            From: =?windows-1252?Q?H=E9l=E8ne_Lef=E8vre?= <helene@example.fr>
            To: demo@example.org
            Subject: =?windows-1252?Q?L=92=9Cuvre_compl=E8te=2C_12_=80?=
            Date: Thu, 8 Oct 2026 11:47:00 +0200
            Message-ID: <oeuvre@example.fr>
            MIME-Version: 1.0
            Content-Type: text/plain; charset="windows-1252"
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                Qm9uam91ciwNCg0KapJhaSB0cm91dukgqyBskpx1dnJlIGNvbXBs6HRlILsgY2hleiB1biBib3VxdWluaXN0ZSBwb3VyIDEy
                IIAg4CBwZWluZS4NCsdhIHSSaW506XJlc3NlID8gUulwb25kcy1tb2kgdml0ZYUNCg0KSOls6G5lDQo=
                """)),

        letter(
            "demo-105-polish",
            """
            From: =?iso-8859-2?Q?Za=BF=F3=B3=E6_G=EA=B6l?= <gesl@example.pl>
            To: demo@example.org
            Subject: =?iso-8859-2?Q?Zdj=EAcia_z_=A3odzi?=
            Date: Fri, 9 Oct 2026 20:15:00 +0200
            Message-ID: <zdjecia@example.pl>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=ISO-8859-2
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                Q3pltuYsDQoNCnpkaupjaWEgeiCjb2R6aSBzsSBqdb8gZ290b3dlLiBQY2huseYgdyB06iCz82S8IGplv2EgbHViIG+2bSBz
                a3J6efEgZmlnIQ0KDQpQb3pkcmF3aWFtDQo=
                """)),

        letter(
            "demo-106-czech",
            """
            From: =?windows-1250?Q?Ji=F8=ED_Dvo=F8=E1=E8ek?= <jiri@example.cz>
            To: demo@example.org
            Subject: =?windows-1250?Q?P=F8=EDli=9A_=9Elu=9Dou=E8k=FD_k=F9=F2?=
            Date: Sat, 10 Oct 2026 07:59:00 +0200
            Message-ID: <kun@example.cz>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=windows-1250
            Content-Transfer-Encoding: quoted-printable
            """,
            .text(
                """
                Dobr=FD den,

                p=F8=EDli=9A =9Elu=9Dou=E8k=FD k=F9=F2 =FAp=ECl =EF=E1belsk=E9 =F3dy =96 a =
                nikdo nev=ED pro=E8.

                S pozdravem
                Ji=F8=ED
                """)),

        letter(
            "demo-107-turkish",
            """
            From: =?iso-8859-9?Q?I=FE=FDl_G=FCne=FE?= <isil@example.com>
            To: demo@example.org
            Subject: =?iso-8859-9?B?3XN0YW5idWwnZGEg52F5IGnnZWxpbSBtaT8=?=
            Date: Sun, 11 Oct 2026 16:20:00 +0300
            Message-ID: <cay@example.com>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=iso-8859-9
            Content-Transfer-Encoding: 8bit
            """,
            .raw(
                """
                TWVyaGFiYSwNCg0KeWHwbXVybHUgYmlyIN1zdGFuYnVsIHNhYmFo/S4g1vBsZWRlbiBzb25yYSDnYXkgaedtZXllIG5lIGRl
                cnNpbj8NCg0KSf79bA0K
                """)),

        letter(
            "demo-108-vietnamese",
            """
            From: =?utf-8?B?Tmd1eeG7hW4gVGjhu4sgTeG6q3U=?= <mau@example.vn>
            To: demo@example.org
            Subject: =?utf-8?B?TOG7i2NoIGjhu41wIHR14bqnbiBzYXU=?=
            Date: Mon, 12 Oct 2026 10:00:00 +0700
            Message-ID: <lichhop@example.vn>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64
            """,
            .base64(
                of: """
                    Chào bạn,

                    tuần sau chúng ta họp vào thứ Tư, lúc chín giờ sáng. Nhớ mang theo
                    tài liệu và một ít bánh đậu xanh nhé.

                    Thân mến,
                    Mẫu
                    """)),
    ]
}

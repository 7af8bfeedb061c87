import CMIME
import Testing

@Suite("quoted-printable (RFC 2045 section 6.7)") struct QuotedTests {
    @Test(
        "escapes are octets",
        arguments: [
            ("a=3Db", "a=b"), ("=C3=A4", "ä"), ("=c3=a4", "ä"), ("=41=42=43", "ABC"), ("=20", " "), ("=0D=0A", "\r\n"),
        ])
    func escapes(_ text: String, _ expected: String) { expectDecoded(MIME_ENCODING_QUOTED, text, expected) }

    @Test(
        "soft line breaks go, white space before them stays",
        arguments: [
            ("one=\r\ntwo", "onetwo"), ("one=\ntwo", "onetwo"), ("one =\r\ntwo", "one two"), ("one= \t\r\ntwo", "onetwo"),
            ("one= \ntwo", "onetwo"), ("one \t= \r\ntwo", "one \ttwo"), ("=\r\n=\r\n=\n", ""), ("=\r\n\r\n", "\r\n"),
        ])
    func softBreaks(_ text: String, _ expected: String) { expectDecoded(MIME_ENCODING_QUOTED, text, expected) }

    @Test(
        "white space before a line end stays, and the line end what it was",
        arguments: [
            ("one \r\ntwo\t \n", "one \r\ntwo\t \n"), ("-- \n", "-- \n"), ("one  two \t three", "one  two \t three"),
            ("one =20 \r\n", "one   \r\n"), ("one=20\r\n", "one \r\n"), ("=09\n", "\t\n"), ("\r\n\r\n\n", "\r\n\r\n\n"),
        ])
    func lineEnds(_ text: String, _ expected: String) { expectDecoded(MIME_ENCODING_QUOTED, text, expected) }

    @Test(
        "a CR alone ends no line",
        arguments: [
            ("one \rtwo", "one \rtwo"), ("one \r\r\n", "one \r\r\n"), ("=\rx", "=\rx"), ("one \r", "one \r"), ("\r", "\r"),
        ])
    func bareReturn(_ text: String, _ expected: String) { expectDecoded(MIME_ENCODING_QUOTED, text, expected) }

    @Test(
        "`=` that begins nothing stays as it is",
        arguments: [
            "=", "a=b", "=4", "=4x", "=x4", "==", "==41", "=G0", "=  x", "= =41", "=4 \n", "===\r\n", "=-1", "a = b", "=\tx",
        ])
    func broken(_ text: String) {
        let expected = [
            "=": "", "==": "=", "==41": "=A", "= =41": "= A", "===\r\n": "==",
        ]
        expectDecoded(MIME_ENCODING_QUOTED, text, expected[text] ?? text)
    }

    @Test(
        "the end of the input ends a line",
        arguments: [("one ", "one "), ("one=", "one"), ("one= ", "one"), ("one=\r", "one"), ("one =", "one ")])
    func end(_ text: String, _ expected: String) { expectDecoded(MIME_ENCODING_QUOTED, text, expected) }

    @Test("white space behind a soft break goes up to 126 octets; a longer run is content", arguments: [125, 126, 127, 128, 400])
    func longBlanks(_ count: Int) {
        let blanks = String(repeating: " ", count: count)
        expectDecoded(MIME_ENCODING_QUOTED, "x" + blanks + "\r\ny", "x" + blanks + "\r\ny")
        expectDecoded(MIME_ENCODING_QUOTED, "x" + blanks + "=\r\ny", "x" + blanks + "y")
        let soft = count > 126 ? "=" + blanks + "\r\n" : ""
        expectDecoded(MIME_ENCODING_QUOTED, "x=" + blanks + "\r\ny", "x" + soft + "y")
    }

    @Test("octets above 7F and controls stay as they are")
    func rawOctets() {
        let octets = (0...255).map { UInt8($0) }.filter { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "\n") }
        expectDecoded(MIME_ENCODING_QUOTED, octets, octets)
    }

    /// Several fast steps' worth of octets of which most mean something.
    private func noise(_ count: Int, seed: UInt64) -> [UInt8] {
        var lots = Lots(state: seed)
        let tokens = [
            "=41", "=\r\n", "=\n", " \r\n", "\t\n", "\r\n", " ", "\t ", "=", "=4", "\r", "word", "long word of text", "= \n",
        ]
        let rarely = seed % 4  // 0: dense, 3: hardly any
        var octets: [UInt8] = []
        while octets.count < count {
            let plain = rarely > 0 && Int.random(in: 0..<Int(rarely * 15), using: &lots) != 0
            octets += plain ? [UInt8.random(in: 97...122, using: &lots)] : Array(tokens.randomElement(using: &lots)!.utf8)
        }
        return Array(octets[..<count])
    }

    @Test("fast steps give what single octets give, for every length", arguments: 0..<4)
    func fastAsSlow(_ seed: Int) {
        for length in 0...400 {
            let octets = noise(length, seed: UInt64(length * 4 + seed))
            if decoded(MIME_ENCODING_QUOTED, [octets]) != decoded(MIME_ENCODING_QUOTED, octets.map { [$0] }) {
                Issue.record("\(string(octets).debugDescription)")
            }
        }
    }

    @Test("each token at each place of a long line is seen, as are those over the end of a block")
    func eachPlace() {
        for (token, meaning) in [
            ("=41", "A"), ("=\r\n", ""), ("=\n", ""), ("==", "=="),
        ] {
            for place in 0..<260 {
                let before = String(repeating: "b", count: place), after = String(repeating: "a", count: 300)
                let found = decoded(MIME_ENCODING_QUOTED, before + token + after)
                // A second `=` before two hexadecimal digits begins an escape.
                let expected = token == "==" ? before + "=\u{fffd}" + after.dropFirst(2) : before + meaning + after
                if found != expected { Issue.record("\(token.debugDescription) at \(place)") }
            }
        }
    }

    @Test("every cut of a text of all sorts gives the same")
    func cuts() {
        let text = "Caf=C3=A9 au =\r\nlait \t\r\n=20=\n x= \t\r\n==41= \rz\r \r\n\tend=3D =3"
        expectDecoded(MIME_ENCODING_QUOTED, text, "Café au lait \t\r\n  x=A= \rz\r \r\n\tend= =3")
    }
}

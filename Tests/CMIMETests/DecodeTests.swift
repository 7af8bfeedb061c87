import CMIME
import Testing

/// What a decoder makes of pieces of input, each piece and each room for output in memory of its own.
func decoded(_ encoding: mime_encoding, _ pieces: [[UInt8]]) -> [UInt8] {
    var decoder = mime_decoder()
    mime_decode_begin(&decoder, encoding)
    var all: [UInt8] = []
    for piece in pieces {
        let room = piece.count + Int(MIME_DECODE_SLACK)
        all += [UInt8](unsafeUninitializedCapacity: room) { out, count in
            count = withSpan(piece) { mime_decode(&decoder, $0, out.baseAddress!) }
            if count > room { Issue.record("\(count) octets out of \(piece.count)") }
        }
    }
    return all
        + [UInt8](unsafeUninitializedCapacity: Int(MIME_DECODE_SLACK)) { out, count in
            count = mime_decode_end(&decoder, out.baseAddress!)
        }
}

func decoded(_ encoding: mime_encoding, _ text: String) -> String { string(decoded(encoding, [Array(text.utf8)])) }

/// Expects the same of the whole, of every cut in two, and of single octets.
func expectDecoded(
    _ encoding: mime_encoding, _ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    expectDecoded(encoding, Array(text.utf8), Array(expected.utf8), sourceLocation: sourceLocation)
}

func expectDecoded(
    _ encoding: mime_encoding, _ input: [UInt8], _ expected: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
) {
    let whole = decoded(encoding, [input])
    #expect(whole == expected, "\(string(whole).debugDescription)", sourceLocation: sourceLocation)
    for cut in input.indices {
        let halves = decoded(encoding, [Array(input[..<cut]), Array(input[cut...])])
        if halves != expected {
            Issue.record("cut at \(cut): \(string(halves).debugDescription)", sourceLocation: sourceLocation)
        }
    }
    let single = decoded(encoding, input.map { [$0] })
    #expect(single == expected, "octet by octet", sourceLocation: sourceLocation)
}

/// Numbers that look random and are the same in each run.
struct Lots: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

private let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

private func encoded(_ octets: [UInt8], line: Int = 76, end: String = "\r\n") -> [UInt8] {
    var letters: [UInt8] = []
    for at in stride(from: 0, to: octets.count, by: 3) {
        let group = Array(octets[at..<min(at + 3, octets.count)])
        let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[$1]) : 0) }
        letters += (0..<4).map { $0 <= group.count ? alphabet[bits >> (18 - 6 * $0) & 63] : UInt8(ascii: "=") }
    }
    var lines: [UInt8] = []
    for at in stride(from: 0, to: letters.count, by: line) {
        lines += letters[at..<min(at + line, letters.count)] + Array(end.utf8)
    }
    return lines
}

@Suite("Transfer encodings (RFC 2045 section 6)") struct DecodeTests {
    @Test(
        "an encoding is known by its name, whatever is around it",
        arguments: [
            ("base64", MIME_ENCODING_BASE64), ("BASE64", MIME_ENCODING_BASE64), (" base64 ", MIME_ENCODING_BASE64),
            ("\"base64\"", MIME_ENCODING_BASE64), ("'base64'", MIME_ENCODING_BASE64), ("base64;", MIME_ENCODING_BASE64),
            ("BASE64 (x)", MIME_ENCODING_BASE64), ("(so (they) say \\) ) base64", MIME_ENCODING_BASE64),
            ("\r\n\tbase64", MIME_ENCODING_BASE64), ("base64; charset=utf-8", MIME_ENCODING_BASE64),
            ("quoted-printable", MIME_ENCODING_QUOTED), ("Quoted-Printable\r\n", MIME_ENCODING_QUOTED),
            ("uuencode", MIME_ENCODING_UU), ("x-uuencode", MIME_ENCODING_UU), ("X-UUE", MIME_ENCODING_UU),
            ("7bit", MIME_ENCODING_NONE), ("8bit", MIME_ENCODING_NONE), ("binary", MIME_ENCODING_NONE), ("", MIME_ENCODING_NONE),
            ("quotedprintable", MIME_ENCODING_NONE), ("base641", MIME_ENCODING_NONE), ("base64-", MIME_ENCODING_NONE),
            ("bas", MIME_ENCODING_NONE), ("(base64", MIME_ENCODING_NONE), ("(\\", MIME_ENCODING_NONE),
            ("base64base64base64base64base64", MIME_ENCODING_NONE),
        ])
    func names(_ value: String, _ encoding: mime_encoding) {
        #expect(withSpan(value) { mime_encoding_named($0) } == encoding)
    }

    @Test("no field is no encoding")
    func noField() { #expect(mime_encoding_named(mime_span(at: nil, len: 0)) == MIME_ENCODING_NONE) }

    @Test("without an encoding octets stay as they are")
    func none() {
        expectDecoded(MIME_ENCODING_NONE, [0, 255, 13, 10, 61, 52, 49, 32, 10], [0, 255, 13, 10, 61, 52, 49, 32, 10])
    }

    @Test("a span of no octets at no address is welcome", arguments: [0, 1, 2, 3] as [UInt32])
    func nothing(_ encoding: UInt32) {
        var decoder = mime_decoder()
        mime_decode_begin(&decoder, mime_encoding(encoding))
        var out = [UInt8](repeating: 0, count: Int(MIME_DECODE_SLACK))
        #expect(mime_decode(&decoder, mime_span(at: nil, len: 0), &out) == 0)
        #expect(mime_decode_end(&decoder, &out) == 0)
    }
}

@Suite("base64 (RFC 2045 section 6.8)") struct Base64Tests {
    @Test(
        "groups and their padding (RFC 4648 section 10)",
        arguments: [
            ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"), ("Zm9v\r\nYmFy\r\n", "foobar"), ("Zm9v\nYmFy\n", "foobar"), ("Zm\r\n9v", "foo"),
        ])
    func vectors(_ text: String, _ expected: String) { expectDecoded(MIME_ENCODING_BASE64, text, expected) }

    @Test("every letter has its value")
    func letters() {
        // Three octets a group: the letters are numbered, so their bits are those of 0, 1, 2 ... 63 in a row.
        let octets = (0..<16).flatMap { group in
            let bits = (0..<4).reduce(0) { $0 << 6 | (group * 4 + $1) }
            return [UInt8(bits >> 16), UInt8(bits >> 8 & 255), UInt8(bits & 255)]
        }
        expectDecoded(MIME_ENCODING_BASE64, alphabet, octets)
    }

    @Test(
        "what is broken keeps what decodes",
        arguments: [
            ("Zm9vYg", "foob"), ("Zm9vYmE", "fooba"), ("Zm9vY", "foo"),  // cut short
            ("Zg==Zm8=Zm9v", "ffofoo"), ("Zg=Zg=", "ff"), ("Zg===Zg===", "ff"), ("====Zm9v", "foo"),  // padding inside
            ("Z=Zm9v", "foo"),  // one letter is no octet
            ("Z!m9\0v\u{e9}Ym-Fy", "foobar"), (" Z m 9 v ", "foo"), ("Zm9v,\r\n\r\n\tYmFy", "foobar"),  // not of the alphabet
        ])
    func broken(_ text: String, _ expected: String) { expectDecoded(MIME_ENCODING_BASE64, text, expected) }

    @Test("an octet outside the alphabet is passed over wherever it stands", arguments: 0..<256)
    func everyOctet(_ octet: Int) {
        let octet = UInt8(octet)
        guard !alphabet.contains(octet), octet != UInt8(ascii: "=") else { return }
        let plain = encoded((0..<72).map { UInt8($0 * 3) })
        let expected = decoded(MIME_ENCODING_BASE64, [plain])
        for place in plain.indices {
            var spoilt = plain
            spoilt.insert(octet, at: place)
            if decoded(MIME_ENCODING_BASE64, [spoilt]) != expected { Issue.record("octet \(octet) at \(place)") }
        }
    }

    @Test(
        "lines of any length and either end, of any number of octets, whole as octet by octet",
        arguments: [1, 4, 31, 32, 33, 36, 60, 64, 72, 75, 76, 77, 80, 96, 998], ["\r\n", "\n", "\r", "\r\n\r\n", " \n"])
    func lines(_ line: Int, _ end: String) {
        var lots = Lots(state: 5)
        for count in Array(0...120) + [500, 1000] {
            let octets = (0..<count).map { _ in UInt8.random(in: 0...255, using: &lots) }
            let text = encoded(octets, line: line, end: end)
            if decoded(MIME_ENCODING_BASE64, [text]) != octets { Issue.record("\(count) octets, whole") }
            if decoded(MIME_ENCODING_BASE64, text.map { [$0] }) != octets { Issue.record("\(count) octets, one by one") }
        }
    }

    @Test("every cut of a few lines gives the same")
    func cuts() {
        var lots = Lots(state: 9)
        let octets = (0..<200).map { _ in UInt8.random(in: 0...255, using: &lots) }
        expectDecoded(MIME_ENCODING_BASE64, encoded(octets), octets)
        expectDecoded(MIME_ENCODING_BASE64, encoded(octets, line: 77, end: "\n"), octets)
    }

    @Test("blocks of exactly the size of a fast step, spoilt at each place, give what a slow step gives")
    func blocks() {
        var lots = Lots(state: 11)
        for length in [16, 32, 64, 76, 78, 96, 108, 109, 156, 157] {
            let letters = (0..<length).map { _ in alphabet.randomElement(using: &lots)! }
            for place in 0..<length {
                for octet in Array("\r\n=-@[`{/\u{0}".utf8) + [0x80, 0xab, 0xff] {
                    var spoilt = letters
                    spoilt[place] = octet
                    if decoded(MIME_ENCODING_BASE64, [spoilt]) != decoded(MIME_ENCODING_BASE64, spoilt.map { [$0] }) {
                        Issue.record("\(octet) at \(place) of \(length)")
                    }
                }
            }
        }
    }
}

/// As much of JSON (RFC 8259) as one line of a manifest is: a flat object of texts, whole numbers, true, false and null.
enum JSONLine {
    enum Value: Equatable {
        case text(String)
        case number(Int64)
        case other
    }

    // MARK: writing

    /// The inside of a string whose octets stand as the code points U+0000 to U+00FF.
    static func append(octets: UnsafeRawBufferPointer, to out: OctetBuffer) {
        if isPlain(octets) { return out.append(octets) }
        out.append(atMost: octets.count * longestEscape) { at in
            var end = at
            for octet in octets {
                if octet < 0xa0 {
                    put(octet, &end)
                } else {  // two octets of UTF-8
                    end[0] = 0xc0 | octet >> 6
                    end[1] = 0x80 | octet & 0x3f
                    end += 2
                }
            }
            return end - at
        }
    }

    /// The inside of a string of UTF-8.
    static func append(text: UnsafeRawBufferPointer, to out: OctetBuffer) {
        if isPlain(text) { return out.append(text) }
        out.append(atMost: text.count * longestEscape) { at in
            var end = at
            for octet in text {
                if octet < 0x80 {
                    put(octet, &end)
                } else {
                    end[0] = octet
                    end += 1
                }
            }
            return end - at
        }
    }

    /// `\u00XX`
    private static let longestEscape = 6

    /// Whether nothing has to be escaped, as in nearly every unique-id and name.
    ///
    /// Eight at a time: every message has two such texts. Of each word the top bits tell, octet by octet, what is too small, too large, a
    /// quote or a backslash.
    private static func isPlain(_ octets: UnsafeRawBufferPointer) -> Bool {
        let each: UInt64 = 0x0101_0101_0101_0101
        func hasZero(_ word: UInt64) -> UInt64 { (word &- each) & ~word }
        var at = 0
        while at + 8 <= octets.count {
            let word = octets.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let odd =
                (word &- each * 0x20) & ~word | (word &+ each) | word | hasZero(word ^ each * 0x22) | hasZero(word ^ each * 0x5c)
            if odd & each * 0x80 != 0 { return false }
            at += 8
        }
        return octets[at...].allSatisfy { $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    @inline(__always)
    private static func put(_ octet: UInt8, _ end: inout UnsafeMutablePointer<UInt8>) {
        switch octet {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            end[0] = UInt8(ascii: "\\")
            end[1] = octet
            end += 2
        case 0..<0x20, 0x7f..<0xa0:  // C1 too: a terminal may obey it
            for sign in "\\u00".utf8 {
                end[0] = sign
                end += 1
            }
            for digit in [octet >> 4, octet & 15] {
                end[0] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
                end += 1
            }
        default:
            end[0] = octet
            end += 1
        }
    }

    // MARK: reading

    /// The last value of a line, where it is a string without escapes, as `file` nearly always is: no allocation.
    static func lastText(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard line.suffix(2).elementsEqual("\"}".utf8) else { return nil }
        let head = line.dropLast(2)
        guard let quote = head.lastIndex(of: UInt8(ascii: "\"")) else { return nil }
        return UnsafeRawBufferPointer(rebasing: head[(quote + 1)...])
    }

    /// The members in their order; nil where the line is not such an object.
    static func fields(_ line: UnsafeRawBufferPointer) -> [(key: String, value: Value)]? {
        var rest = line[...]
        func skip() { while let octet = rest.first, octet == 0x20 || octet == 0x09 || octet == 0x0d { rest.removeFirst() } }
        func take(_ sign: Unicode.Scalar) -> Bool {
            skip()
            guard rest.first == UInt8(ascii: sign) else { return false }
            rest.removeFirst()
            return true
        }
        guard take("{") else { return nil }
        var fields: [(String, Value)] = []
        if take("}") { return fields }
        repeat {
            skip()
            guard let key = string(&rest), take(":") else { return nil }
            skip()
            guard let value = value(&rest) else { return nil }
            fields.append((key, value))
        } while take(",")
        guard take("}") else { return nil }
        skip()
        return rest.isEmpty ? fields : nil
    }

    private static func value(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Value? {
        if rest.first == UInt8(ascii: "\"") { return string(&rest).map(Value.text) }
        let word = rest.prefix { $0 > 0x20 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
        rest = rest[word.endIndex...]
        let text = String(decoding: word, as: UTF8.self)
        if ["true", "false", "null"].contains(text) { return .other }
        return Int64(text).map(Value.number)
    }

    private static func string(_ rest: inout Slice<UnsafeRawBufferPointer>) -> String? {
        guard rest.first == UInt8(ascii: "\"") else { return nil }
        rest.removeFirst()
        var octets: [UInt8] = []
        while let octet = rest.popFirst() {
            switch octet {
            case UInt8(ascii: "\""): return String(validating: octets, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let sign = rest.popFirst() else { return nil }
                if sign == UInt8(ascii: "u") {
                    guard let scalar = escaped(&rest) else { return nil }
                    octets += Array(String(Character(scalar)).utf8)
                } else {
                    let plain: [UInt8: UInt8] = [
                        UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "b"): 8,
                        UInt8(ascii: "f"): 12,
                    ]
                    octets.append(plain[sign] ?? sign)
                }
            default: octets.append(octet)
            }
        }
        return nil
    }

    /// Behind `\u`: four digits, or a surrogate pair.
    private static func escaped(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Unicode.Scalar? {
        func unit() -> UInt32? {
            guard rest.count >= 4, let value = UInt32(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) else {
                return nil
            }
            rest = rest.dropFirst(4)
            return value
        }
        guard let first = unit() else { return nil }
        guard (0xd800..<0xdc00).contains(first) else { return Unicode.Scalar(first) }
        guard rest.starts(with: "\\u".utf8) else { return nil }
        rest = rest.dropFirst(2)
        guard let second = unit(), (0xdc00..<0xe000).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    /// The octets of a text of code points U+0000 to U+00FF; nil for any other.
    static func octets(of text: String) -> [UInt8]? {
        var octets: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let octet = UInt8(exactly: scalar.value) else { return nil }
            octets.append(octet)
        }
        return octets
    }

    static func octets(ofHex text: String) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var octets: [UInt8] = []
        for at in stride(from: 0, to: digits.count, by: 2) {
            guard let octet = UInt8(String(decoding: digits[at...at + 1], as: UTF8.self), radix: 16) else { return nil }
            octets.append(octet)
        }
        return octets
    }
}

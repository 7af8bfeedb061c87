import CMIME
import Testing

// MARK: TNEF streams, octet by octet (MS-OXTNEF section 2.1.3)

private func u16(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
private func u32(_ value: Int) -> [UInt8] { u16(value & 0xffff) + u16(value >> 16 & 0xffff) }
private func wide(_ text: String) -> [UInt8] { text.utf16.flatMap { u16(Int($0)) } + [0, 0] }

private let head: [UInt8] = [0x78, 0x9f, 0x3e, 0x22, 1, 0]

private func attribute(_ level: UInt8, _ id: Int, _ value: [UInt8], checksum: Int? = nil) -> [UInt8] {
    [level] + u32(id) + u32(value.count) + value + u16(checksum ?? value.reduce(0) { $0 + Int($1) })
}

private func padded(_ value: [UInt8]) -> [UInt8] { value + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4) }

/// A property whose size varies: one value, its length, its octets, padding.
private func property(_ id: Int, _ type: Int, _ value: [UInt8]) -> [UInt8] {
    u16(type) + u16(id) + u32(1) + u32(value.count) + padded(value)
}

private func properties(_ all: [[UInt8]]) -> [UInt8] { u32(all.count) + all.joined() }

private let rendering = attribute(2, 0x0006_9002, [UInt8](repeating: 0, count: 14))
private func title(_ name: [UInt8]) -> [UInt8] { attribute(2, 0x0001_8010, name + [0]) }
private func content(_ text: String) -> [UInt8] { attribute(2, 0x0006_800f, Array(text.utf8)) }
private func attachment(_ all: [UInt8]...) -> [UInt8] { attribute(2, 0x0006_9005, properties(all)) }
private func message(_ all: [UInt8]...) -> [UInt8] { attribute(1, 0x0006_9003, properties(all)) }
private func codePage(_ page: Int) -> [UInt8] { attribute(1, 0x0006_9007, u32(page) + u32(0)) }

private let string8 = 0x1e, unicode = 0x1f, binary = 0x102, object = 0x0d

private struct Item: Equatable, CustomStringConvertible {
    var kind: mime_tnef_kind = MIME_TNEF_ATTACHMENT
    var octets: String
    var name = ""
    var type = ""
    var description: String { "\(kind.rawValue) \(octets.debugDescription) \(name.debugDescription) \(type.debugDescription)" }
}

private func items(_ stream: [UInt8]) -> [Item] {
    withSpan(stream) { span in
        var walk = mime_tnef(), item = mime_tnef_item(), name = mime_text()
        mime_text_begin(&name, 1000)
        defer { mime_text_free(&name) }
        mime_tnef_begin(&walk, span)
        var found: [Item] = []
        while mime_tnef_next(&walk, &item, &name) {
            let words = string(mime_span(at: name.at, len: name.len))
            found.append(Item(kind: item.kind, octets: string(item.octets), name: words, type: string(item.type)))
        }
        return found
    }
}

@Suite("TNEF (MS-OXTNEF)") struct TNEFTests {
    @Test("a stream is known by its signature")
    func signature() {
        #expect(withSpan(head) { mime_tnef_is($0) })
        #expect(!withSpan(Array(head.dropLast())) { mime_tnef_is($0) })
        #expect(!withSpan([0x22, 0x3e, 0x9f, 0x78, 1, 0]) { mime_tnef_is($0) })
        #expect(!mime_tnef_is(mime_span(at: nil, len: 0)))
        #expect(items([0] + head + rendering + content("x")).isEmpty)
    }

    @Test("an attachment has its title and its octets, and each rendering begins the next")
    func attachments() {
        let stream =
            head + rendering + title(Array("one.txt".utf8)) + content("first") + rendering + content("second")
            + title(Array("two".utf8))
        #expect(items(stream) == [Item(octets: "first", name: "one.txt"), Item(octets: "second", name: "two")])
    }

    @Test("octets of the message between attachments end the one before")
    func levels() {
        let stream = head + rendering + content("first") + codePage(1252) + rendering + content("second")
        #expect(items(stream).map(\.octets) == ["first", "second"])
    }

    @Test("an attachment without a rendering, without octets or without a name is one all the same")
    func bare() {
        #expect(items(head + content("x")) == [Item(octets: "x")])
        #expect(items(head + rendering) == [Item(octets: "")])
        #expect(items(head + title(Array("only a title".utf8))).isEmpty)
    }

    @Test(
        "a title is in the stream's code page",
        arguments: [(1252, 0xe4, "ä"), (1251, 0xe4, "д"), (437, 0x84, "ä"), (0, 0xe4, "ä")])
    func codePages(_ page: Int, _ octet: UInt8, _ letter: String) {
        #expect(items(head + codePage(page) + rendering + title([octet]) + content("x")) == [Item(octets: "x", name: letter)])
    }

    @Test("the long name goes before the short one, that before the display name, that before the title")
    func names() {
        let display = property(0x3001, string8, Array("display\0".utf8))
        let short = property(0x3704, string8, Array("SHORT~1.TXT\0".utf8))
        let long = property(0x3707, unicode, wide("långt namn.txt"))
        func name(_ all: [UInt8]...) -> String? {
            items(head + rendering + title(Array("title".utf8)) + content("x") + attribute(2, 0x0006_9005, properties(all)))
                .first?.name
        }
        #expect(name() == "title")
        #expect(name(display) == "display")
        #expect(name(display, short) == "SHORT~1.TXT")
        #expect(name(display, short, long) == "långt namn.txt")
        #expect(name(property(0x3707, unicode, wide("")), short) == "SHORT~1.TXT")
        #expect(name(property(0x3707, binary, [1, 2, 3]), display) == "display")
        #expect(name(property(0x3707, unicode, wide("😀") + [65])) == "😀")
        #expect(name(property(0x3707, string8, Array("a\0b".utf8))) == "a")
    }

    @Test("an attachment has the type its properties say")
    func type() {
        let tag = property(0x370e, string8, Array("application/pdf\0".utf8))
        #expect(items(head + rendering + content("x") + attachment(tag)) == [Item(octets: "x", type: "application/pdf")])
    }

    @Test("octets may be in the properties, behind the name of an interface where they are an object")
    func embedded() {
        let guid = [UInt8](repeating: 7, count: 16)
        #expect(
            items(head + rendering + attachment(property(0x3701, object, guid + Array("inner".utf8)))).map(\.octets) == ["inner"])
        #expect(items(head + rendering + attachment(property(0x3701, binary, Array("plain".utf8)))).map(\.octets) == ["plain"])
        #expect(items(head + rendering + attachment(property(0x3701, object, [1, 2]))).map(\.octets) == [""])
        #expect(items(head + rendering + content("x") + attachment(property(0x3701, binary, [65]))).map(\.octets) == ["x"])
    }

    @Test("an embedded message is a stream of its own")
    func nested() {
        let inner = head + rendering + content("deep")
        let found = items(head + rendering + attachment(property(0x3701, object, [UInt8](repeating: 7, count: 16) + inner)))
        #expect(found.count == 1)
        #expect(found.first.map { Array($0.octets.unicodeScalars.suffix(6).dropLast(2)) } == Array("deep".unicodeScalars))
    }

    @Test("bodies are found with their charsets: the attribute's, then of the properties HTML and RTF")
    func bodies() {
        let html = property(0x1013, binary, Array("<p>".utf8)), rtf = property(0x1009, binary, Array("rtf".utf8))
        let plain = property(0x1000, string8, Array("words\0".utf8)), page = u16(3) + u16(0x3fde) + u32(65001)
        let stream = head + codePage(1252) + attribute(1, 0x0002_800c, Array("body\0".utf8)) + message(rtf, plain, html, page)
        #expect(
            items(stream) == [
                Item(kind: MIME_TNEF_BODY, octets: "body", name: "cp1252"),
                Item(kind: MIME_TNEF_BODY_HTML, octets: "<p>", name: "cp65001"),
                Item(kind: MIME_TNEF_BODY_RTF, octets: "rtf"),
            ])
        #expect(items(head + codePage(1252) + message(plain)) == [Item(kind: MIME_TNEF_BODY, octets: "words", name: "cp1252")])
        #expect(items(head + message(html)) == [Item(kind: MIME_TNEF_BODY_HTML, octets: "<p>")])
        #expect(
            items(head + message(property(0x1000, unicode, wide("é")))) == [
                Item(kind: MIME_TNEF_BODY, octets: "\u{fffd}\0", name: "utf-16le")
            ])
        #expect(items(head + message(plain) + rendering + content("x")).map(\.octets) == ["words", "x"])
        #expect(items(head + message(property(0x1000, string8, [0]), u16(3) + u16(0x1013) + u32(9))).isEmpty)
    }

    @Test(
        "properties before the wanted one are passed over, whatever they are",
        arguments: [
            u16(0x03) + u16(1) + u32(5), u16(0x02) + u16(1) + [1, 0, 9, 9], u16(0x0b) + u16(1) + [1, 0, 9, 9],
            u16(0x05) + u16(1) + u32(1) + u32(2), u16(0x14) + u16(1) + u32(1) + u32(2), u16(0x40) + u16(1) + u32(1) + u32(2),
            u16(0x48) + u16(1) + [UInt8](repeating: 9, count: 16), u16(0x01) + u16(1),
            property(1, 0x1f, wide("odd")), property(1, 0x1e, [65]), property(1, 0x102, [1, 2, 3, 4, 5]),
            // Several values.
            u16(0x1003) + u16(1) + u32(2) + u32(8) + u32(9), u16(0x1002) + u16(1) + u32(2) + u32(8) + u32(9),
            u16(0x101e) + u16(1) + u32(3) + u32(1) + padded([65]) + u32(0) + u32(5) + padded([1, 2, 3, 4, 5]),
            u16(0x101f) + u16(1) + u32(0), u16(0x1048) + u16(1) + u32(1) + [UInt8](repeating: 9, count: 16),
            // Named ones, by number and by name.
            u16(0x03) + u16(0x8000) + [UInt8](repeating: 1, count: 16) + u32(0) + u32(77) + u32(5),
            u16(0x1e) + u16(0x8001) + [UInt8](repeating: 1, count: 16) + u32(1) + u32(6) + padded(wide("ab")) + u32(1) + u32(1)
                + padded([65]),
        ])
    func otherProperties(_ other: [UInt8]) {
        let stream = head + rendering + content("x") + attachment(other, property(0x3707, string8, Array("name\0".utf8)))
        #expect(items(stream) == [Item(octets: "x", name: "name")])
    }

    @Test("a named property is never taken for the one whose number it has")
    func namedIsNot() {
        let named =
            u16(0x1e) + u16(0xb707) + [UInt8](repeating: 1, count: 16) + u32(0) + u32(0x3707) + u32(1) + u32(1) + padded([65])
        #expect(items(head + rendering + content("x") + attachment(named)) == [Item(octets: "x")])
    }

    @Test(
        "lengths and counts that cannot be end the properties, not the attachment",
        arguments: [
            u16(0x1e) + u16(0x3707) + u32(1) + u32(0xffff_ffff), u16(0x1e) + u16(0x3707) + u32(1) + u32(100),
            u16(0x1e) + u16(0x3707),
            u16(0x1003) + u16(1) + u32(0xffff_ffff), u16(0x1048) + u16(1) + u32(0x1000_0000),
            u16(0x1001) + u16(1) + u32(0xffff_ffff),
            u16(0x101e) + u16(1) + u32(0xffff_ffff) + u32(0) + u32(0), u16(0x77) + u16(0x3707) + u32(1),
            u16(0x1e) + u16(0x8000) + [1, 2, 3],
            u16(0x1e) + u16(0x8000) + [UInt8](repeating: 1, count: 16) + u32(1) + u32(0xffff_fffd),
        ])
    func brokenProperties(_ broken: [UInt8]) {
        let stream =
            head + rendering + title(Array("title".utf8)) + attribute(2, 0x0006_9005, u32(0xffff_ffff) + broken) + content("x")
        #expect(items(stream) == [Item(octets: "x", name: "title")])
    }

    @Test("a wrong checksum is forgiven")
    func checksum() {
        #expect(items(head + rendering + attribute(2, 0x0006_800f, [65], checksum: 1) + rendering).map(\.octets) == ["A", ""])
    }

    @Test("wherever a stream is cut, what came before the cut is found")
    func cutOff() {
        let stream = head + codePage(1252) + rendering + title(Array("a".utf8)) + content("first") + rendering + content("second")
        for length in stream.indices {
            let found = items(Array(stream[..<length]))
            let whole = ["first", "second"]
            #expect(found.count <= 2 && zip(found, whole).allSatisfy { $1.hasPrefix($0.octets) }, "\(length): \(found)")
        }
        #expect(items(Array(stream.dropLast(5))).map(\.octets) == ["first", "sec"])
    }

    @Test("what is no attribute ends the stream")
    func garbage() {
        #expect(items(head + rendering + content("x") + [0] + rendering).map(\.octets) == ["x"])
        #expect(items(head + rendering + content("x") + [3] + u32(0) + u32(0) + u16(0) + rendering).map(\.octets) == ["x"])
        #expect(items(head + [1] + u32(0x0006_9007) + u32(0xffff_ffff)).isEmpty)
    }

    @Test("many small attributes take no longer than their octets")
    func linear() {
        let many = Array(repeatElement(attribute(2, 0x0006_9005, []), count: 50_000).joined())
        #expect(items(head + many).count == 1)
        #expect(items(head + Array(repeatElement(rendering, count: 20_000).joined())).count == 20_000)
    }
}

import CMIME
import Testing

@Suite("Text: octets that grow") struct TextTests {
    /// A text with a limit, freed behind `body`.
    private func withText<R>(most: Int, _ body: (inout mime_text) throws -> R) rethrows -> R {
        var text = mime_text()
        mime_text_begin(&text, most)
        defer { mime_text_free(&text) }
        return try body(&text)
    }

    private func octets(_ text: mime_text) -> [UInt8] { Array(UnsafeBufferPointer(start: text.at, count: text.len)) }

    @Test("a new text holds nothing and has allocated nothing")
    func begin() {
        withText(most: 100) { text in
            #expect(text.at == nil)
            #expect((text.len, text.room, text.most, text.is_cut) == (0, 0, 100, false))
        }
    }

    @Test("what is added piece by piece is there whole", arguments: [1, 2, 3, 7, 255, 256, 257, 4096])
    func grows(_ piece: Int) {
        let wanted = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        withText(most: 5000) { text in
            for begin in stride(from: 0, to: wanted.count, by: piece) {
                let part = Array(wanted[begin..<min(begin + piece, wanted.count)])
                mime_text_add(&text, part, part.count)
            }
            #expect(octets(text) == wanted)
            #expect(!text.is_cut)
            #expect(text.room <= text.most)
        }
    }

    @Test("as many octets as fit are added, and the text says that it is cut", arguments: 0...6)
    func limit(_ most: Int) {
        withText(most: most) { text in
            mime_text_add(&text, "abcdef", 6)
            #expect(string(octets(text)) == String("abcdef".prefix(most)))
            #expect(text.is_cut == (most < 6))
        }
    }

    @Test("an octet that does not fit is left out")
    func octetLimit() {
        withText(most: 1) { text in
            mime_text_add_octet(&text, 0x61)
            #expect(!text.is_cut)
            mime_text_add_octet(&text, 0x62)
            #expect(text.is_cut)
            #expect(octets(text) == [0x61])
        }
    }

    @Test(
        "a code point is added as UTF-8",
        arguments: [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff] as [UInt32])
    func scalar(_ value: UInt32) {
        let wanted = String(UnicodeScalar(value)!)
        #expect(written { mime_text_add_scalar($0, value) } == Array(wanted.utf8))
    }

    @Test("what is no code point is added as U+FFFD", arguments: [0xd800, 0xdbff, 0xdc00, 0xdfff, 0x110000, UInt32.max])
    func noScalar(_ value: UInt32) {
        #expect(written { mime_text_add_scalar($0, value) } == [0xef, 0xbf, 0xbd])
    }

    @Test("a code point that does not fit is left out whole", arguments: 0...4)
    func scalarLimit(_ most: Int) {
        withText(most: most) { text in
            mime_text_add_scalar(&text, 0x1f600)
            #expect(text.len == (most < 4 ? 0 : 4))
            #expect(text.is_cut == (most < 4))
        }
    }

    @Test("room that was reserved is the caller's to fill")
    func reserve() throws {
        try withText(most: 1000) { text in
            mime_text_add(&text, "ab", 2)
            let to = try #require(mime_text_reserve(&text, 998))
            to.initialize(repeating: 0x63, count: 998)
            #expect(text.len == 2)
            text.len += 998
            #expect(octets(text) == [0x61, 0x62] + [UInt8](repeating: 0x63, count: 998))
            #expect(!text.is_cut)
        }
    }

    @Test("room beyond the limit is not given, not even where sums overflow", arguments: [1, 2, 1 << 40, Int.max, -1])
    func reserveTooMuch(_ more: Int) {
        withText(most: 2) { text in
            mime_text_add(&text, "ab", 2)
            #expect(mime_text_reserve(&text, Int(bitPattern: UInt(bitPattern: more))) == nil)
            #expect(text.is_cut)
            #expect(octets(text) == [0x61, 0x62])
        }
    }

    @Test("room for nothing is always there", arguments: [0, 1])
    func reserveNothing(_ most: Int) {
        withText(most: most) { text in
            #expect(mime_text_reserve(&text, 0) != nil)
            #expect(!text.is_cut)
        }
    }

    @Test("nothing can be added from nowhere")
    func addNothing() {
        withText(most: 0) { text in
            mime_text_add(&text, nil, 0)
            #expect(!text.is_cut)
        }
    }

    @Test("a text that was cleared keeps its memory and its limit, and is not cut")
    func clear() {
        withText(most: 4) { text in
            mime_text_add(&text, "abcdef", 6)
            let at = text.at
            mime_text_clear(&text)
            #expect((text.len, text.most, text.is_cut) == (0, 4, false))
            mime_text_add(&text, "wxyz", 4)
            #expect(text.at == at)
            #expect(string(octets(text)) == "wxyz")
        }
    }

    @Test("a text that was freed can be used again")
    func free() {
        withText(most: 4) { text in
            mime_text_add(&text, "abcd", 4)
            mime_text_free(&text)
            #expect(text.at == nil)
            mime_text_add(&text, "ef", 2)
            #expect(string(octets(text)) == "ef")
        }
    }

    @Test("an unlimited text grows little by little")
    func unlimited() {
        withText(most: Int.max) { text in
            mime_text_add(&text, "a", 1)
            #expect(text.room < 4096)
        }
    }
}

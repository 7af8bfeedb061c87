import Testing

@testable import ExportCore

@Suite("File names made of unique-ids") struct FileNamesTests {
    static func name(_ id: [UInt8]) -> String {
        let out = OctetBuffer()
        id.withUnsafeBytes { FileNames.append(uniqueID: $0, to: out) }
        return String(decoding: out.octets, as: UTF8.self)
    }

    @Test(
        "a hostile id makes a harmless name",
        arguments: [
            ("000a7f", "000a7f.eml"), ("..", "%2E..eml"), (".", "%2E.eml"), ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd.eml"),
            ("-rf", "%2Drf.eml"), ("a.b-c_D", "a.b-c_D.eml"), ("a b\n\u{1b}[2J", "a%20b%0A%1B%5B2J.eml"),
            ("a~b%2F", "a%7Eb%252F.eml"), (".martlet-store", "%2Emartlet-store.eml"), ("é", "%C3%A9.eml"),
            ("a\u{0}b", "a%00b.eml"),
        ])
    func hostile(_ id: String, _ expected: String) { #expect(Self.name(Array(id.utf8)) == expected) }

    @Test("an id is kept whole up to the limit and hashed above it")
    func long() {
        let whole = [UInt8](repeating: UInt8(ascii: "x"), count: 100)
        #expect(Self.name(whole) == String(repeating: "x", count: 100) + ".eml")
        let cut = Self.name(whole + [UInt8(ascii: "y")])
        #expect(cut.hasPrefix(String(repeating: "x", count: 80) + "~") && cut.utf8.count == 80 + 1 + 16 + 4)
        #expect(cut != Self.name(whole + [UInt8(ascii: "z")]))
    }

    @Test("every octet alone gives a name of its own, printable, without a separator")
    func everyOctet() {
        let names = Set((0...255).map { Self.name([UInt8($0)]) })
        #expect(names.count == 256)
        #expect(names.allSatisfy { $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "/") } })
    }

    @Test("the second try of a name and a part's name")
    func others() {
        let out = OctetBuffer()
        Array("x.eml".utf8).withUnsafeBytes { FileNames.append($0, attempt: 12, to: out) }
        #expect(String(decoding: out.octets, as: UTF8.self) == "x-12.eml")
        out.removeAll()
        FileNames.append(part: 7, run: 255, to: out)
        #expect(String(decoding: out.octets, as: UTF8.self) == ".martlet-00000000000000ff-7.part")
        #expect(FileNames.isPart(out.octets))
        #expect(!Array(".martlet-store".utf8).withUnsafeBytes(FileNames.isPart))
    }
}

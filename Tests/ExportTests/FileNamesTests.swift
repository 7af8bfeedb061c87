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
            ("-rf", "%2Drf.eml"), ("a.b-c_d", "a.b-c_d.eml"), ("a.b-c_D", "a.b-c_D~c29886d1.eml"),
            ("a b\n\u{1b}[2J", "a%20b%0A%1B%5B2J~03835cea.eml"),
            ("a~b%2F", "a%7Eb%252F~7ed97f5b.eml"), (".martlet-store", "%2Emartlet-store.eml"), ("é", "%C3%A9.eml"),
            ("a\u{0}b", "a%00b.eml"), ("", "%.eml"), ("con", "%63on.eml"), ("CON", "%43ON~a1fd9952.eml"),
            ("Aux.1", "%41ux.1~ad956b9b.eml"), ("com1.x.y", "%63om1.x.y.eml"), ("com10", "com10.eml"), ("conx", "conx.eml"),
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

    @Test("ids that differ in case only keep apart on a disk that takes them for one, and so do all others")
    func caseFolded() {
        let signs = Array("aAbBcC%~.-_nulCON1 \u{0}é".utf8)
        var dice = Dice(3)
        var ids: Set<[UInt8]> = []
        for length in [1, 2, 3, 3, 4, 30, 99, 100, 101, 120] {
            for _ in 0..<300 { ids.insert((0..<length).map { _ in signs.randomElement(using: &dice)! }) }
        }
        for word in ["abc", "Abc", "aBc", "abC", "ABC", "con", "Con", "CON", "con.x", "CON.x"] { ids.insert(Array(word.utf8)) }
        #expect(Set(ids.map { Self.name($0).lowercased() }).count == ids.count)
    }

    @Test("no id is a device of Windows, in any case, with anything behind a dot")
    func devices() {
        let stems = ["con", "prn", "aux", "nul"] + (0...9).flatMap { ["com\($0)", "lpt\($0)"] }
        for stem in stems {
            for id in [stem, stem.uppercased(), stem.capitalized(), stem + ".", stem + ".txt", stem.uppercased() + ".a.b"] {
                let name = Self.name(Array(id.utf8))
                #expect(!stems.contains(String(name.prefix { $0 != "." }).lowercased()), "\(id) gives \(name)")
            }
        }
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

extension String {
    fileprivate func capitalized() -> String { prefix(1).uppercased() + dropFirst() }
}

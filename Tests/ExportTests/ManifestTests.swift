import Testing

@testable import ExportCore

@Suite("manifest.jsonl") struct ManifestTests {
    @Test(
        "octets become JSON text",
        arguments: [
            ([0x61, 0x22, 0x5c], #"a\"\\"#), ([0x00, 0x0a, 0x1f, 0x7f], #"\u0000\u000a\u001f\u007f"#),
            ([0x80, 0x9b, 0xa0, 0xe9, 0xff], "\\u0080\\u009b\u{a0}\u{e9}\u{ff}"), ([0x2f, 0x7e], "/~"),
        ] as [([UInt8], String)])
    func escaping(_ octets: [UInt8], _ expected: String) {
        let out = OctetBuffer()
        octets.withUnsafeBytes { JSONLine.append(octets: $0, to: out) }
        #expect(String(decoding: out.octets, as: UTF8.self) == expected)
    }

    @Test("a torn last line is cut, and what is listed is known")
    func torn() throws {
        let scratch = Scratch()
        let whole = #"{"number":1,"uid":"a","octets":3,"file":"a.eml"}"# + "\n"
        scratch.write("manifest.jsonl", whole + #"{"number":2,"ui"#)
        scratch.write("a.eml", "one")
        scratch.write("b.eml", "two")
        let folder = try scratch.open()
        let manifest = try Manifest(folder, account: "anna@h")
        #expect(scratch.read("manifest.jsonl") == whole)
        try manifest.learn()
        func has(_ name: String, _ marks: NameIndex.Marks) -> Bool {
            Array(name.utf8).withUnsafeBytes { manifest.index.has($0, marks) }
        }
        #expect(has("a.eml", [.present, .listed]) && has("b.eml", .present) && !has("b.eml", .listed) && !has("c.eml", .present))
        #expect(manifest.index.count(exactly: .present) == 1)
        Array("b".utf8).withUnsafeBytes { id in
            Array("b.eml".utf8).withUnsafeBytes {
                manifest.append(number: nil, uniqueID: id, octets: 3, sha256: nil, file: $0, listed: 5)
            }
        }
        try manifest.flush()
        let line = #"{"number":null,"account":"anna@h","uid":"b","listed":5,"octets":3,"file":"b.eml"}"#
        #expect(scratch.read("manifest.jsonl") == whole + line + "\n")
    }

    private func entry(_ line: String) -> ManifestEntry? { Array(line.utf8).withUnsafeBytes { ManifestEntry($0) } }

    @Test("every octet of a unique-id comes back from its line")
    func roundTrip() throws {
        let id = (0...255).map(UInt8.init)
        let out = OctetBuffer()
        id.withUnsafeBytes { JSONLine.append(octets: $0, to: out) }
        let line = "{\"uid\":\"" + String(decoding: out.octets, as: UTF8.self) + "\",\"file\":\"x\"}"
        #expect(entry(line)?.uniqueID == id)
    }

    @Test("a line is read whatever the order of its members")
    func reads() {
        let hash = String(repeating: "0f", count: 32)
        let read = entry(
            #" { "file" : "gr\u00fcn\ud83d\ude00.eml", "other":true,"sha256":""# + hash
                + #"","octets":9223372036854775807,"number":4294967295,"uid":null,"listed":-1}"#)
        #expect(read?.file == "gr\u{fc}n\u{1F600}.eml")
        #expect(read?.sha256 == [UInt8](repeating: 15, count: 32))
        #expect(read?.octets == .max && read?.number == .max && read?.uniqueID == nil)
    }

    @Test(
        "what is no line of a manifest is none",
        arguments: [
            "", "{}", "{", #"{"file":"a"#, #"{"file":"a"}x"#, #"{"file":""}"#, #"{"file":1}"#, #"{"file":"a",}"#,
            #"{"octets":1}"#,
            #"{"file":"\ud800"}"#, #"{"file":"\u12"}"#, #"["file","a"]"#, #"{"file":"a","octets":1e3}"#,
        ])
    func noLine(_ line: String) { #expect(entry(line) == nil) }

    @Test("lines come whole, however long, and one that cannot be ours is cut short")
    func lines() throws {
        let scratch = Scratch()
        let long = String(repeating: "x", count: 300_000)
        scratch.write("manifest.jsonl", "one\n\n" + long.prefix(60_000) + "\nlast\n")
        let lines = try Manifest(try scratch.open()).lines()
        var seen: [Int] = []
        while let line = try lines.next() { seen.append(line.count) }
        #expect(seen == [3, 0, 60_000, 4])
    }

    @Test("an index of many names finds each, and no other")
    func manyNames() {
        var index = NameIndex()
        func name(_ number: Int) -> [UInt8] { Array("name-\(number).eml".utf8) }
        for number in 0..<5000 { name(number).withUnsafeBytes { index.mark($0, number.isMultiple(of: 2) ? .present : .listed) } }
        for number in 0..<5000 {
            let (even, odd) = name(number).withUnsafeBytes { (index.has($0, .present), index.has($0, .listed)) }
            #expect(even == number.isMultiple(of: 2) && odd != even)
        }
        #expect(index.count == 5000 && index.count(exactly: .present) == 2500)
        for number in 5000..<10_000 { #expect(!name(number).withUnsafeBytes { index.has($0, []) }) }
    }

    @Test("decimals", arguments: [0, 9, 10, 99, 100, 4_711, UInt64.max])
    func decimal(_ value: UInt64) {
        let out = OctetBuffer()
        out.append(decimal: value)
        #expect(String(decoding: out.octets, as: UTF8.self) == "\(value)")
    }
}

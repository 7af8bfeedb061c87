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
        octets.withUnsafeBytes { Manifest.append(escaped: $0, to: out) }
        #expect(String(decoding: out.octets, as: UTF8.self) == expected)
    }

    @Test("a torn last line is cut and a listed file is not listed again")
    func torn() throws {
        let scratch = Scratch()
        let whole = #"{"number":1,"uid":"a","octets":3,"file":"a.eml"}"# + "\n"
        scratch.write("manifest.jsonl", whole + #"{"number":2,"ui"#)
        let folder = try scratch.open()
        let manifest = try Manifest(folder)
        #expect(scratch.read("manifest.jsonl") == whole)
        for name in ["a", "b"] {
            Array(name.utf8).withUnsafeBytes { id in
                Array("\(name).eml".utf8).withUnsafeBytes {
                    manifest.append(number: nil, uniqueID: id, octets: 3, sha256: nil, file: $0)
                }
            }
        }
        try manifest.flush()
        #expect(scratch.read("manifest.jsonl") == whole + #"{"number":null,"uid":"b","octets":3,"file":"b.eml"}"# + "\n")
    }

    @Test("decimals", arguments: [0, 9, 10, 99, 100, 4_711, UInt64.max])
    func decimal(_ value: UInt64) {
        let out = OctetBuffer()
        out.append(decimal: value)
        #expect(String(decoding: out.octets, as: UTF8.self) == "\(value)")
    }
}

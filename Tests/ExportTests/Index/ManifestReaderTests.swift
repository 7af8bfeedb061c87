import Testing

@testable import ExportCore

@Suite("Reading the manifest back") struct ManifestReaderTests {
    let scratch = Scratch()

    func lines(_ text: String) throws -> [ManifestLine] {
        scratch.write("manifest.jsonl", text)
        var reader = try ManifestReader(scratch.open())
        var lines: [ManifestLine] = []
        while let line = try reader.next() { lines.append(line) }
        return lines
    }

    @Test("what the manifest writes, octet for octet")
    func written() throws {
        let folder = try scratch.open()
        let manifest = try Manifest(folder)
        let ids: [[UInt8]?] = [nil, [], Array(0...255), Array("a\"\\b".utf8)]
        for (number, id) in ids.enumerated() {
            [UInt8](repeating: 0xab, count: 32).withUnsafeBytes { hash in
                (id ?? []).withUnsafeBytes { raw in
                    Array("\(number) ü.eml".utf8).withUnsafeBytes {
                        manifest.append(
                            number: number == 0 ? nil : UInt32(number), uniqueID: id == nil ? nil : raw, octets: .max,
                            sha256: number == 1 ? nil : hash.baseAddress, file: $0)
                    }
                }
            }
        }
        try manifest.flush()
        var reader = try ManifestReader(folder)
        for (number, id) in ids.enumerated() {
            let line = try reader.next()
            #expect(line?.number == (number == 0 ? nil : UInt32(number)) && line?.uniqueID == id && line?.octets == .max)
            #expect(line?.file == Array("\(number) ü.eml".utf8))
            #expect(
                line?.sha256.map { String(decoding: $0, as: UTF8.self) }
                    == (number == 1 ? nil : String(repeating: "ab", count: 32)))
        }
        #expect(try reader.next() == nil)
    }

    @Test(
        "what others may have made of it",
        arguments: [
            (#"{"file":"a"}"#, "a"), (#" { "file" : "a" , "x" : true, "number" : -1 } "#, "a"),
            (#"{"file":"\u00e9\n\/"}"#, "é\n/"),
            (#"{"file":"a","file":"b"}"#, "b"), (#"{"file":""}"#, nil), ("{}", nil), ("", nil), ("[]", nil),
            (#"{"file":{}}"#, nil),
            (#"{"file":["a"]}"#, nil), (#"{"file":"a"} x"#, nil), (#"{"file":"a""#, nil), (#"{"file":"\ud800"}"#, nil),
            (#"{"file":"\x"}"#, nil), (#"{"file":"a\"#, nil), (#"{"number":1}"#, nil), (#"{"file":7}"#, nil), (#"{"a":}"#, nil),
        ] as [(String, String?)])
    func odd(_ line: String, _ file: String?) throws {
        let read = try lines(line + "\n")
        #expect(read.map { String(decoding: $0.file, as: UTF8.self) } == (file.map { [$0] } ?? []))
    }

    @Test("a torn last line, an endless one, and none at all")
    func bounds() throws {
        #expect(try lines("{\"file\":\"a\"}\n{\"file\":\"b\"}").count == 1)
        let endless = "{\"file\":\"\(String(repeating: "x", count: 300_000))\"}\n"
        #expect(try lines(endless + "{\"file\":\"a\"}\n").map(\.file) == [[0x61]])
        _ = scratch.shell("rm manifest.jsonl")
        var reader = try ManifestReader(scratch.open())
        #expect(try reader.next() == nil)
    }
}

import Testing

@testable import ExportCore

@Suite("what the manifest says is in a file, in a few bits") struct ContentMarkTests {
    private static let hash = (0..<32).map { UInt8($0 * 7 + 3) }
    private static let digits = hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()

    private func mark(_ line: String) -> ContentMark? {
        Array(line.utf8).withUnsafeBytes { line in JSONLine.lastText(line).flatMap { ContentMark(line: line, file: $0) } }
    }

    @Test("the hash where the line has one, else the size") func lines() {
        let line = #"{"number":1,"uid":"a\"octets\":9","listed":7,"octets":4711"#
        Self.hash.withUnsafeBytes {
            #expect(mark(line + #","sha256":"\#(Self.digits)","file":"a.eml"}"#) == ContentMark(sha256: $0.baseAddress!))
        }
        #expect(mark(line + #","file":"a.eml"}"#) == ContentMark(octets: 4711))
    }

    @Test(
        "nothing where the line is not as we write it",
        arguments: [
            #"{"file":"a"}"#, #"{"octets":,"file":"a"}"#, #"{"x":4,"file":"a"}"#, #"{"sha256":"12","file":"a"}"#,
            #"{"octets":1,"sha256":"zz","file":"a"}"#, #"{"octets": 1 ,"file":"a"}"#,
        ])
    func others(_ line: String) { #expect(mark(line) == nil) }

    @Test("a hash is compared with a hash, a size with a size; what one side does not know is no difference") func admits() {
        var other = Self.hash
        other[0] ^= 0x80
        Self.hash.withUnsafeBytes { hash in
            other.withUnsafeBytes { other in
                let marked = ContentMark(sha256: hash.baseAddress!)
                #expect(marked.admits(octets: 1, sha256: hash.baseAddress!) && marked.admits(octets: 1, sha256: nil))
                #expect(!marked.admits(octets: 1, sha256: other.baseAddress!))
                #expect(ContentMark(octets: 5).admits(octets: 5, sha256: other.baseAddress!))
                #expect(!ContentMark(octets: 5).admits(octets: 6, sha256: hash.baseAddress!))
                #expect(ContentMark(bits: 0).admits(octets: 6, sha256: hash.baseAddress!))
            }
        }
    }
}

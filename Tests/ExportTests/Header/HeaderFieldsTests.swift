import MIME
import Testing

@testable import ExportCore

func header(_ block: String) -> HeaderFields { header(Array(block.utf8)) }

func header(_ block: [UInt8]) -> HeaderFields {
    var fields = HeaderFields()
    block.withUnsafeBytes { fields.feed($0) }
    return fields
}

@Suite("The header of a message") struct HeaderFieldsTests {
    static let fields =
        "Return-Path: <r@x>\r\nSubject: =?utf-8?q?a?=\r\n =?utf-8?q?b?=\r\nFROM: Anna <a@x>\r\ndate: 1 Jan 2015 00:00 +0000\r\n"

    @Test("cut anywhere, it ends at the blank line", arguments: ["\r\n", "\n"], ["", "\r\n", "\n"])
    func cuts(_ blank: String, _ before: String) {
        let block = before + Self.fields + blank
        let octets = Array((block + "Subject: body\r\n\r\n").utf8)
        for cut in 0...octets.count {
            var fields = HeaderFields()
            octets[..<cut].withUnsafeBytes { fields.feed($0) }
            #expect(fields.isComplete == (cut >= block.utf8.count))
            octets[cut...].withUnsafeBytes { fields.feed($0) }
            let header = fields.read()
            #expect(header.subject == "ab" && header.author?.address == "a@x" && header.returnPath?.address == "r@x")
            #expect(header.date?.seconds == 1_420_070_400 && fields.isComplete)
            header.withOctets { #expect($0.count == Self.fields.utf8.count) }
            fields.reset()
            #expect(fields.read().fields.isEmpty && !fields.isComplete)
        }
    }

    @Test("a header without end is read up to the limit")
    func limit() {
        let filler = Array(("X: " + String(repeating: "x", count: 1000) + "\r\n").utf8)
        var fields = HeaderFields()
        var fed = 0
        while fed < HeaderFields.limitOctets * 2 {
            filler.withUnsafeBytes { fields.feed($0) }
            fed += filler.count
            #expect(fields.isComplete == (fed >= HeaderFields.limitOctets))
        }
        Array("Subject: late\r\n".utf8).withUnsafeBytes { fields.feed($0) }
        #expect(fields.read().subject == nil)
        fields.read().withOctets { #expect($0.count <= HeaderFields.limitOctets) }
    }

    @Test("no answer may go to an empty path; one that is not there is another thing")
    func returnPath() {
        #expect(header("Return-Path: <>\n").read().returnPath?.address == "")
        #expect(header("Return-Path:\nFrom:\n").read().returnPath == nil)
        #expect(header("From: , \n").read().author == nil)
    }
}

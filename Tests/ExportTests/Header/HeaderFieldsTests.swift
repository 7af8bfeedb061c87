import Testing

@testable import ExportCore

func header(_ block: String) -> HeaderFields { header(Array(block.utf8)) }

func header(_ block: [UInt8]) -> HeaderFields {
    var fields = HeaderFields()
    block.withUnsafeBytes { fields.feed($0) }
    return fields
}

@Suite("The fields of a message") struct HeaderFieldsTests {
    static let message =
        "Return-Path: <r@x>\r\nSubject: =?utf-8?q?a?=\r\n =?utf-8?q?b?=\r\nFROM: Anna <a@x>\r\ndate: 1 Jan 2015 00:00 +0000\r\n\r\nSubject: body\r\n"

    @Test("cut anywhere")
    func cuts() {
        let octets = Array(Self.message.utf8)
        for cut in 0...octets.count {
            var fields = HeaderFields()
            octets[..<cut].withUnsafeBytes { fields.feed($0) }
            octets[cut...].withUnsafeBytes { fields.feed($0) }
            #expect(fields.subject == "ab" && fields.from.address == "a@x" && fields.returnPath?.address == "r@x")
            #expect(fields.date?.seconds == 1_420_070_400 && fields.isComplete)
            fields.reset()
            #expect(fields.subject.isEmpty && fields.date == nil && fields.returnPath == nil && !fields.isComplete)
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
        #expect(fields.subject.isEmpty)
    }
}

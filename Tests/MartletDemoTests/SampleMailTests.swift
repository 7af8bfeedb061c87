@testable import MartletDemo
import Testing

@Suite("sample mail") struct SampleMailTests {
    @Test("there are many, with unique IDs of their own that RFC 1939 allows") func uniqueIDs() {
        let all = SampleMail.all
        #expect(all.count == 59)
        #expect(Set(all.map(\.uniqueID)).count == all.count)
        #expect(all.allSatisfy { (1...70).contains($0.uniqueID.count) && $0.uniqueID.allSatisfy { (0x21...0x7E).contains($0) } })
    }

    @Test("each begins with a header that says who, when and which", arguments: SampleMail.all.indices)
    func header(_ index: Int) {
        let message = SampleMail.all[index]
        let lines = String(decoding: message.octets, as: UTF8.self).split(omittingEmptySubsequences: false) {
            $0 == "\r\n" || $0 == "\n"
        }
        let header = lines.prefix { !$0.isEmpty }
        for field in ["from:", "to:", "date:", "message-id:"] {
            #expect(header.contains { $0.lowercased().hasPrefix(field) }, "\(field)")
        }
        let isFolded = header.first.map { $0.hasPrefix(" ") || $0.hasPrefix("\t") } ?? true
        #expect(!isFolded)
    }

    @Test("encoded words have the length RFC 2047 section 2 allows") func encodedWords() {
        for message in SampleMail.all {
            let words = String(decoding: message.octets, as: UTF8.self).split { $0.isWhitespace }
            for word in words where word.hasPrefix("=?") { #expect(word.utf8.count <= 75, "\(word)") }
        }
    }

    @Test("what base64 holds came out of it") func rawBodies() {
        func body(_ uniqueID: String) -> [UInt8] {
            SampleMail.all.first { $0.uniqueID == Array(uniqueID.utf8) }?.octets ?? []
        }
        #expect(body("demo-201-russian-koi8-r").suffix(6) == [0xE1, 0xCE, 0xCE, 0xC1, 13, 10], "Анна")
        #expect(body("demo-104-french").contains(0x80), "the euro sign of windows-1252")
        #expect(body("demo-404-japanese-iso-2022-jp").contains(0x1B))
        #expect(SampleMail.all.allSatisfy { $0.octets.count > 150 })
        #expect((290_000...320_000).contains(body("demo-999-large").count))
        #expect(body("demo-901-long-line").count > 100_000)
    }

    @Test("every sample comes through whole, and LIST tells its size") func wholeMaildrop() throws {
        let all = SampleMail.all
        let server = try runningServer(all), client = Client(server)
        #expect(client.signIn().hasPrefix("+OK welcome, you have \(all.count) messages"))
        let sizes = client.lines("LIST")
        #expect(sizes == all.enumerated().map { "\($0.offset + 1) \($0.element.wireOctets.count)" })
        #expect(client.lines("UIDL").count == all.count)
        for (place, message) in all.enumerated() {
            #expect(client.message("RETR \(place + 1)") == message.wireOctets, "\(place + 1)")
        }
        #expect(client.ask("QUIT") == "+OK goodbye")
    }

    @Test("base64 goes both ways") func base64() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            #expect(Base64.encode(Array(text.utf8)) == coded)
            #expect(Base64.decode(coded.utf8) == Array(text.utf8))
        }
        for wrong in ["Z", "Zg=", "Zg==Zg==", "Z===", "Zm9*", "===="] { #expect(Base64.decode(wrong.utf8) == nil, "\(wrong)") }
    }
}

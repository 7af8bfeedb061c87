import Foundation
@testable import MartletKit
import POP3
import Testing

/// `make fuzz` runs its target on the reader of XML, which stands alone; what makes servers of it needs the whole kit and cannot be built
/// that way. Hence here, with dice that fall the same each time.
@Suite("autoconfig documents that somebody broke") struct AutoconfigMutationTests {
    /// What is put in: marks of XML, and what fields are sensitive to.
    private static let words = [
        "<", ">", "/>", "</", "&", ";", "\"", "'", "=", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE a>", "&amp;",
        "&#0;", "&#27;", "&#x202E;", "&#x10FFFF;", "&#xD800;", "&#99999999999;", "%EMAILADDRESS%", "%EMAILLOCALPART%",
        "%EMAILDOMAIN%", "<hostname>", "</hostname>", "<incomingServer type=\"pop3\">", "</incomingServer>", "<port>65536</port>",
        "<port>0</port>", "<username>", "..", "-", "\u{1B}[31m", "\u{0}", "\u{202E}", "\r\n", "\u{FEFF}", "pop3", "SSL",
    ].map { Array($0.utf8) }

    private static func documents() throws -> [[UInt8]] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Fixtures/autoconfig")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".xml") }.sorted()
        return try files.map { Array(try Data(contentsOf: folder.appendingPathComponent($0))) }
    }

    /// xorshift64*: the same numbers everywhere.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 0x2545_F491_4F6C_DD1D
        }
    }

    private static func mutant(_ documents: [[UInt8]], _ dice: inout Dice) -> [UInt8] {
        var text = documents.randomElement(using: &dice) ?? []
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
            let at = Int.random(in: 0...text.count, using: &dice)
            let end = min(text.count, at + Int.random(in: 0...40, using: &dice))
            switch Int.random(in: 0..<6, using: &dice) {
            case 0: text.replaceSubrange(at..<end, with: words.randomElement(using: &dice) ?? [])
            case 1: text.insert(contentsOf: words.randomElement(using: &dice) ?? [], at: at)
            case 2: text.removeSubrange(at..<end)
            case 3: text.insert(contentsOf: Array(repeating: text[at..<end], count: 60).joined(), at: at)
            case 4 where at < text.count: text[at] = UInt8.random(in: .min ... .max, using: &dice)
            default:
                // A piece of another document, or of this one at another place.
                let other = documents.randomElement(using: &dice) ?? []
                let from = Int.random(in: 0...other.count, using: &dice)
                text.insert(contentsOf: other[from..<min(other.count, from + 200)], at: at)
            }
        }
        return text
    }

    /// What no server may be, whatever the document.
    private func flaw(_ read: (servers: [Autoconfig.Server], remark: String?)) -> String? {
        if read.servers.count > 8 { return "\(read.servers.count) servers" }
        for server in read.servers {
            guard MailAddress.isHost(server.endpoint.host), server.endpoint.host == server.endpoint.host.lowercased() else {
                return "the host \(server.endpoint.host)"
            }
            guard server.endpoint.port > 0, server.endpoint.security != .cleartext else { return "\(server.endpoint)" }
            guard let user = server.user else { continue }
            guard !user.isEmpty, user.utf8.count <= Autoconfig.userLimitOctets, Escape.line(user) == user else {
                return "the user \(user)"
            }
        }
        if let remark = read.remark, Escape.line(remark) != remark || remark.utf8.count > 400 { return "the remark \(remark)" }
        return nil
    }

    @Test("as they are, the documents name these servers") func whole() throws {
        let address = try MailAddress("anna@example.net")
        let read = try Self.documents().map { Autoconfig.servers(in: $0, for: address) }
        #expect(
            read.map { $0.servers.map { "\($0.user ?? "-") \($0.endpoint.authority) \($0.endpoint.security)" } } == [
                ["a<b>\"c' pop.example.net:110 stls"],
                ["anna@example.net pop.example.net:995 tls", "anna pop.example.net:110 stls"],
                ["example.net/anna mail.example.net:995 tls"],
            ])
    }

    @Test("20,000 mutants end soon, and name no server that cannot be one", arguments: [1, 2] as [UInt64])
    func mutants(_ seed: UInt64) throws {
        let documents = try Self.documents()
        let address = try MailAddress("\(String(repeating: "a", count: 64))@example.net")
        var dice = Dice(state: seed &* 0x9E37_79B9_7F4A_7C15)
        var named = 0
        var slowest = Duration.zero
        for turn in 0..<10_000 {
            let text = Self.mutant(documents, &dice)
            let began = ContinuousClock.now
            let read = Autoconfig.servers(in: text, for: address)
            slowest = max(slowest, ContinuousClock.now - began)
            named += read.servers.isEmpty ? 0 : 1
            if let flaw = flaw(read) {
                Issue.record("mutant \(turn) of seed \(seed): \(flaw)\n\(String(decoding: text, as: UTF8.self))")
                return
            }
        }
        #expect(slowest < .seconds(10))
        // Else the dice broke every document, and the fields were never looked at.
        #expect(named > 500)
    }

    @Test(
        "a large document full of one thing ends soon",
        arguments: [
            "<", "&", "&amp;", "&#x", "<!--", "<![CDATA[", "<![CDATA[]]>", "<a/>", "<a>", "<a b=''", "<a b='&lt;'/>", " ", "x",
            "%EMAILADDRESS%", "</username><username>",
        ])
    func large(_ word: String) throws {
        let address = try MailAddress("anna@example.net")
        // An eighth of the limit: what takes the square of its length would take minutes even so.
        let count = Discovery.autoconfigLimitOctets / 8 / word.utf8.count
        let text = "<clientConfig><emailProvider><incomingServer type='pop3'><username>" + String(repeating: word, count: count)
        let began = ContinuousClock.now
        #expect(flaw(Autoconfig.servers(in: Array(text.utf8), for: address)) == nil)
        #expect(ContinuousClock.now - began < .seconds(10))
    }

    @Test("a user longer than an address can be is nobody") func longUser() throws {
        let address = try MailAddress("\(String(repeating: "a", count: 64))@example.net")
        func user(_ text: String) -> String? {
            let document =
                "<clientConfig><emailProvider><incomingServer type='pop3'><hostname>pop.example.net</hostname><port>995</port>"
                + "<socketType>SSL</socketType><username>\(text)</username></incomingServer></emailProvider></clientConfig>"
            return Autoconfig.servers(in: Array(document.utf8), for: address).servers.first?.user
        }
        #expect(user(String(repeating: "x", count: 318))?.utf8.count == 318)
        #expect(user(String(repeating: "x", count: 319)) == nil)
        #expect(user(String(repeating: "%EMAILADDRESS%", count: 5)) == nil)
    }
}

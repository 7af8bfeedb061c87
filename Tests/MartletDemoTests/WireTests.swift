import MartletDemo
import Testing

@Suite("message text on the wire (RFC 1939 section 3)") struct WireTests {
    @Test(
        "dots behind CRLF are doubled, others stay",
        arguments: [
            (".\r\n", "..\r\n"), ("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n"), ("..\r\n", "...\r\n"), (".x", "..x\r\n"),
            ("a\n.b\r\n", "a\n.b\r\n"), ("a\r.b\r\n", "a\r.b\r\n"), ("a\n.\r\nb", "a\n.\r\nb\r\n"), ("text.", "text.\r\n"),
            ("", ""), ("\r\n", "\r\n"), ("a\n", "a\n\r\n"), ("a\r", "a\r\r\n"), ("\r\r\n.\r\n", "\r\r\n..\r\n"), ("\0", "\0\r\n"),
        ])
    func stuffing(_ text: String, _ wire: String) throws {
        let server = try runningServer([message(text)]), client = Client(server)
        client.signIn()
        client.send("RETR 1\r\nQUIT\r\n")
        let size = message(text).wireOctets.count
        let expected = "+OK \(size) octets\r\n\(wire).\r\n+OK goodbye\r\n"
        let (octets, end) = client.rest()
        #expect(octets == Array(expected.utf8))
        #expect(end == .fin)
    }

    @Test("every octet passes") func allOctets() throws {
        let every = [UInt8](0...255) + [13, 10, 46, 13, 10] + [UInt8](0...255).reversed()
        let server = try runningServer([DemoMessage(uniqueID: [1], octets: every)]), client = Client(server)
        client.signIn()
        #expect(client.message("RETR 1") == every + [13, 10])
    }

    @Test("LIST and STAT count wire octets") func sizes() throws {
        let server = try runningServer([message("a"), message(".\r\n"), message("")]), client = Client(server)
        client.signIn()
        #expect(client.lines("LIST") == ["1 3", "2 3", "3 0"])
        #expect(client.ask("LIST 2") == "+OK 2 3")
        #expect(client.ask("STAT") == "+OK 3 6")
    }

    @Test(
        "TOP sends header, empty line and so many lines",
        arguments: [
            (0, "A: b\r\n\r\n"), (1, "A: b\r\n\r\n.one\r\n"), (2, "A: b\r\n\r\n.one\r\ntwo\r\n"),
            (9, "A: b\r\n\r\n.one\r\ntwo\r\n"),
        ])
    func top(_ lines: Int, _ expected: String) throws {
        let server = try runningServer([message("A: b\r\n\r\n.one\r\ntwo")]), client = Client(server)
        client.signIn()
        #expect(client.message("TOP 1 \(lines)") == Array(expected.utf8))
    }

    @Test("a batch is answered in order, in one write") func pipelining() throws {
        let server = try runningServer(plain(300)), client = Client(server)
        client.signIn()
        server.forgetRecord()
        client.send((1...300).map { "DELE \($0)\r\n" }.joined() + "QUIT\r\n")
        let lines = String(decoding: client.rest().0, as: UTF8.self).split(separator: "\r\n")
        #expect(lines.count == 301 && lines[299] == "+OK message 300 marked deleted")
        #expect(server.counts.writes <= 3)
        #expect(server.counts.largestBatch > 100)
        #expect(server.messages().isEmpty)
    }

    @Test("a large maildrop is deleted in one batch") func manyDeletions() throws {
        let one = plain(1)[0], count = 20_000
        let server = try runningServer((1...count).map { one.renamed("u\($0)") }), client = Client(server)
        client.signIn()
        for start in stride(from: 1, to: count, by: 1000) {
            client.send((start..<start + 1000).map { "DELE \($0)\r\n" }.joined())
            _ = client.read(to: "message \(start + 999) marked deleted\r\n")
        }
        #expect(client.ask("QUIT") == "+OK goodbye, \(count) deleted")
        #expect(server.messages().isEmpty)
    }

    @Test("a command may come in pieces") func slowTyping() throws {
        let server = try runningServer(), client = Client(server)
        client.signIn()
        for letter in "STAT\r\n" { client.send(String(letter)) }
        #expect(client.line() == "+OK 3 93")
    }

    @Test("CAPA says what there is") func capabilities() throws {
        let server = try runningServer(), client = Client(server)
        _ = client.line()
        #expect(
            client.lines("CAPA") == [
                "TOP", "UIDL", "USER", "SASL PLAIN", "PIPELINING", "RESP-CODES", "AUTH-RESP-CODE", "UTF8", "LANG",
                "EXPIRE NEVER", "IMPLEMENTATION martlet-demo",
            ])
        #expect(client.ask("UTF8").hasPrefix("+OK"))
        #expect(client.lines("LANG") == ["en English"])
        #expect(client.ask("LANG tlh").hasPrefix("-ERR"))
        #expect(client.ask("FROB") == "-ERR unknown command")
    }
}

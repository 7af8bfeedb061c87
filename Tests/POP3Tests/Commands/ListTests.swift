@testable import POP3
import MartletDemo
import Testing

@Suite("LIST (RFC 1939 section 5)") struct ListTests {
    @Test func numbersAndSizesOfAllMessages() throws {
        let messages = plain(3)
        let server = try running(messages)
        let listing = try server.signedIn().list()
        #expect(listing.numbers == [1, 2, 3])
        #expect(listing.octets == messages.map { Int64($0.wireOctets.count) })
        #expect(listing.oddLines == 0)
        #expect(server.lines() == ["LIST"])
    }

    @Test func aMessageMarkedForDeletionIsNotListed() throws {
        let session = try running().signedIn()
        try session.dele(2)
        #expect(try session.list().numbers == [1, 3])
    }

    @Test func anEmptyMaildropListsNothing() throws {
        #expect(try running([]).signedIn().list() == ScanListing())
    }

    @Test("odd lines cost nothing but themselves") func oddLines() throws {
        let reply = "+OK\r\n0 10\r\n-1 10\r\nx\r\n\r\n  4   40  extra\r\n5\r\n99999999999 1\r\n.\r\n"
        let server = try running(plain(1), [Fault(.replace(text: reply), at: .verb("LIST"))])
        let session = try server.signedIn()
        let listing = try session.list()
        #expect(listing.numbers == [4, 5])
        #expect(listing.octets == [40, -1])
        #expect(listing.oddLines == 5)
        try session.noop()
    }

    @Test("lines without an entry are no empty maildrop", arguments: ["x\r\n", "0 1\r\n\r\n", "message one is here\r\n"])
    func allOdd(_ lines: String) throws {
        let server = try running(plain(1), [Fault(.replace(text: "+OK\r\n\(lines).\r\n"), at: .verb("LIST"))])
        let error = failure { try server.signedIn().list() }
        #expect(error?.kind == .protocolViolation && error?.verb == "LIST")
        #expect(error?.serverText == lines.split(separator: "\r\n").first.map(String.init))
        #expect(failure { try server.signedIn().maildrop() }?.kind == .protocolViolation)
    }

    @Test("the limit counts lines, whatever stands in them", arguments: [["1 5"], ["x"], ["1 5", "x"]])
    func limit(_ lines: [String]) throws {
        var list = ScanListing(limit: 4)
        for line in 0..<4 { try Array(lines[line % lines.count].utf8).withUnsafeBytes { try list.add($0) } }
        #expect(failure { try Array("1 5".utf8).withUnsafeBytes { try list.add($0) } }?.kind == .limit)
        #expect(failure { try Array("x".utf8).withUnsafeBytes { try list.add($0) } }?.kind == .limit)
        var ids = UniqueIDListing(limit: 4)
        for line in 0..<4 { try Array(lines[line % lines.count].utf8).withUnsafeBytes { try ids.add($0) } }
        #expect(failure { try Array("x".utf8).withUnsafeBytes { try ids.add($0) } }?.kind == .limit)
    }

    @Test func someMessagesThroughTheWindow() throws {
        let messages = plain(4)
        let server = try running(messages)
        let session = try server.signedIn()
        var sizes: [Int: Int64] = [:]
        var refused: [Int: POP3Error] = [:]
        try session.list([4, 9, 1]) { number, result in
            switch result {
            case .success(let octets): sizes[number] = octets
            case .failure(let error): refused[number] = error
            }
        }
        #expect(sizes == [1: Int64(messages[0].wireOctets.count), 4: Int64(messages[3].wireOctets.count)])
        #expect(refused.keys.sorted() == [9])
        #expect(refused[9]?.kind == .refused(nil) && refused[9]?.number == 9 && refused[9]?.verb == "LIST")
        #expect(server.lines() == ["CAPA", "LIST 4", "LIST 9", "LIST 1"])
        try session.noop()
    }

    @Test(
        "a single answer of another form is that message's failure",
        arguments: ["+OK", "+OK 2", "+OK 3 30", "+OK 2 x", "+OK 2 -5"])
    func oddSingleAnswer(_ line: String) throws {
        let server = try running(plain(3), [Fault(.replace(text: line + "\r\n"), at: .message(2, verb: "LIST"))])
        let session = try server.signedIn()
        var kinds: [Int: POP3Error.Kind?] = [:]
        try session.list([1, 2, 3]) { number, result in
            if case .failure(let error) = result { kinds[number] = .some(error.kind) } else { kinds[number] = .some(nil) }
        }
        #expect(kinds == [1: nil, 2: .refused(nil), 3: nil])
        try session.noop()
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "LIST") { _ = try $0.list() } }

    @Test func beforeSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "LIST", in: .authorization) { _ = try $0.list() }
        try expectRefusedUnsent(.state, verb: "LIST", in: .authorization) { try $0.list([1]) { _, _ in } }
    }

    @Test("numbers below 1 are refused and nothing is sent", arguments: [0, -1, Int.min]) func noNumber(_ number: Int) throws {
        try expectRefusedUnsent(.argument, verb: "LIST", in: .transaction) { try $0.list([1, number]) { _, _ in } }
    }
}

@testable import POP3
import MartletDemo
import Testing

@Suite("UIDL (RFC 1939 section 7)") struct UidlTests {
    private func ids(_ listing: UniqueIDListing) -> [String] {
        listing.numbers.indices.map { String(decoding: listing.uniqueID(at: $0), as: UTF8.self) }
    }

    @Test func uniqueIDsOfAllMessages() throws {
        let server = try running()
        let listing = try server.signedIn().uidl()
        #expect(listing.numbers == [1, 2, 3])
        #expect(ids(listing) == ["uid-1", "uid-2", "uid-3"])
        #expect(server.lines() == ["UIDL"])
    }

    @Test func octetsStayOctets() throws {
        let odd: [UInt8] = [0x80, 0xFF, UInt8(ascii: " "), 0xE9, UInt8(ascii: "z")]
        let messages = [DemoMessage(uniqueID: odd, octets: Array("a\r\n".utf8))]
        #expect(try Array(running(messages).signedIn().uidl().uniqueID(at: 0)) == odd)
    }

    @Test func aLineWithoutUniqueIDIsOdd() throws {
        var faults = Faults()
        faults.listedUniqueIDs[2] = []
        let listing = try running(faults: faults).signedIn().uidl()
        #expect(listing.numbers == [1, 3])
        #expect(listing.oddLines == 1)
    }

    @Test("a unique-id beyond the limit ends the connection, one at the limit does not", arguments: [0, 1]) func long(_ more: Int)
        throws
    {
        let id = [UInt8](repeating: UInt8(ascii: "u"), count: Limits.uniqueIDOctets + more)
        let session = try running([DemoMessage(uniqueID: id, octets: [])]).signedIn()
        if more == 0 {
            #expect(try Array(session.uidl().uniqueID(at: 0)) == id)
            try session.noop()
        } else {
            #expect(failure { try session.uidl() }?.kind == .limit)
            #expect(session.state == .ended)
        }
    }

    @Test func someMessagesThroughTheWindow() throws {
        let server = try running()
        let session = try server.signedIn()
        var heard: [String] = []
        try session.uidl([3, 7, 1]) { number, result in
            switch result {
            case .success(let id): heard.append("\(number) \(id)")
            case .failure(let error): heard.append("\(number) \(error.kind)")
            }
        }
        #expect(heard == ["3 uid-3", "7 \(POP3Error.Kind.refused(nil))", "1 uid-1"])
        try session.noop()
    }

    @Test("Twisted leaves the number out of a single answer") func loneColumn() throws {
        let server = try running(plain(1), [Fault(.replace(text: "+OK 6fba\r\n"), at: .message(1, verb: "UIDL"))])
        var heard: [String] = []
        try server.signedIn().uidl([1]) { _, result in heard.append((try? result.get()) ?? "failed") }
        #expect(heard == ["6fba"])
    }

    @Test("a single answer of the number alone has no unique-id") func numberAlone() throws {
        var faults = Faults()
        faults.listedUniqueIDs[2] = []
        let session = try running(faults: faults).signedIn()
        var heard: [String] = []
        try session.uidl([2]) { _, result in heard.append((try? result.get()) ?? "failed") }
        #expect(heard == ["failed"])
        try session.noop()
    }

    @Test func refusedByTheServer() throws { try expectRefusedByServer(verb: "UIDL") { _ = try $0.uidl() } }

    @Test func beforeSignInNothingIsSent() throws {
        try expectRefusedUnsent(.state, verb: "UIDL", in: .authorization) { _ = try $0.uidl() }
        try expectRefusedUnsent(.state, verb: "UIDL", in: .authorization) { try $0.uidl([1]) { _, _ in } }
    }
}

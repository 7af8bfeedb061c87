@testable import POP3
import MartletDemo
import Testing

@Suite("the maildrop: LIST and UIDL joined") struct MaildropTests {
    private func scan(_ lines: String...) throws -> ScanListing {
        var listing = ScanListing()
        for line in lines { try Array(line.utf8).withUnsafeBytes { bytes in try listing.add(bytes) } }
        return listing
    }

    private func ids(_ lines: String...) throws -> UniqueIDListing {
        var listing = UniqueIDListing()
        for line in lines { try Array(line.utf8).withUnsafeBytes { bytes in try listing.add(bytes) } }
        return listing
    }

    private func text(_ maildrop: Maildrop, _ index: Int) -> String? {
        maildrop.uniqueID(at: index).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func bothInTheSameOrder() throws {
        let maildrop = try Maildrop(scan: scan("1 10", "2 20"), uniqueIDs: ids("1 a", "2 b"))
        #expect(maildrop.count == 2 && !maildrop.isEmpty && maildrop.hasUniqueIDs)
        #expect(maildrop.octets == 30 && maildrop.lastNumber == 2)
        #expect((0..<2).map { text(maildrop, $0) } == ["a", "b"])
        #expect(maildrop.number(at: 1) == 2 && maildrop.octets(at: 1) == 20)
        #expect(maildrop.identity(at: 0) == .unique)
    }

    @Test func differingOrdersAreJoinedByNumber() throws {
        let maildrop = try Maildrop(scan: scan("3 30", "1 10", "7 70"), uniqueIDs: ids("7 g", "3 c", "9 z", "1 a"))
        #expect((0..<3).map { maildrop.number(at: $0) } == [3, 1, 7])
        #expect((0..<3).map { text(maildrop, $0) } == ["c", "a", "g"])
        #expect((0..<3).map { maildrop.identity(at: $0) } == [.unique, .unique, .unique])
        #expect(maildrop.lastNumber == 7)
    }

    @Test func aMessageThatUidlOmitsHasNoIdentity() throws {
        let maildrop = try Maildrop(scan: scan("1 1", "2 2", "3 3"), uniqueIDs: ids("1 a", "3 c"))
        #expect((0..<3).map { maildrop.identity(at: $0) } == [.unique, .none, .unique])
        #expect(maildrop.uniqueID(at: 1) == nil)
    }

    @Test func withoutUidlNothingHasAnIdentity() throws {
        let maildrop = try Maildrop(scan: scan("1 1"), uniqueIDs: nil)
        #expect(!maildrop.hasUniqueIDs)
        #expect(maildrop.identity(at: 0) == .none)
    }

    @Test("a repeated unique-id is repeated for all who have it (FIELD: D3)") func repeated() throws {
        let maildrop = try Maildrop(scan: scan("1 1", "2 2", "3 3", "4 4"), uniqueIDs: ids("1 b", "2 a", "3 b", "4 c"))
        #expect((0..<4).map { maildrop.identity(at: $0) } == [.repeated, .unique, .repeated, .unique])
    }

    @Test func aRepeatInAscendingOrderIsSeen() throws {
        let maildrop = try Maildrop(scan: scan("1 1", "2 2", "3 3"), uniqueIDs: ids("1 a", "2 b", "3 b"))
        #expect((0..<3).map { maildrop.identity(at: $0) } == [.unique, .repeated, .repeated])
    }

    @Test("long unique-ids that differ at their end are two (FIELD: rule 7)") func long() throws {
        let stem = String(repeating: "x", count: 1000)
        let maildrop = try Maildrop(scan: scan("1 1", "2 2"), uniqueIDs: ids("1 \(stem)1", "2 \(stem)0"))
        #expect((0..<2).map { maildrop.identity(at: $0) } == [.unique, .unique])
    }

    @Test func aNumberThatUidlGivesTwiceHasNoIdentity() throws {
        let maildrop = try Maildrop(scan: scan("1 1", "2 2"), uniqueIDs: ids("1 a", "1 b", "2 c"))
        #expect(maildrop.identity(at: 0) == .none)
        #expect(text(maildrop, 1) == "c")
    }

    @Test("a number that both listings give twice is never unique") func twiceInBoth() throws {
        let maildrop = try Maildrop(scan: scan("1 1", "1 1"), uniqueIDs: ids("1 a", "1 b"))
        #expect((0..<2).map { maildrop.identity(at: $0) }.allSatisfy { $0 != .unique })
    }

    @Test func sizesAnAdversaryChoosesDoNotTrap() throws {
        let maildrop = try Maildrop(
            scan: scan(
                "1 2305843009213693951", "2 2305843009213693951", "3 2305843009213693951", "4 2305843009213693951",
                "5 2305843009213693951"),
            uniqueIDs: nil)
        #expect(maildrop.octets >= 0)
    }

    @Test func aMissingSizeIsUnknownAndCountsNothing() throws {
        let maildrop = try Maildrop(scan: scan("1", "2 20"), uniqueIDs: nil)
        #expect(maildrop.octets(at: 0) == nil)
        #expect(maildrop.octets == 20)
    }

    @Test(
        "the index of a number",
        arguments: [(3, 0), (1, 1), (7, 2), (2, nil), (0, nil), (-1, nil), (4_294_967_297, nil)] as [(Int, Int?)])
    func index(_ number: Int, _ index: Int?) throws {
        #expect(try Maildrop(scan: scan("3 30", "1 10", "7 70"), uniqueIDs: nil).index(ofNumber: number) == index)
    }

    @Test func anEmptyMaildropHasNoLast() throws {
        let maildrop = try Maildrop(scan: scan(), uniqueIDs: ids())
        #expect(maildrop.isEmpty && maildrop.lastNumber == 0 && maildrop.octets == 0)
        #expect(maildrop.index(ofNumber: 1) == nil)
    }

    // MARK: from a server

    @Test("with PIPELINING the listing is one round trip") func pipelined() throws {
        let server = try running()
        let session = try server.signedIn()
        let maildrop = try session.maildrop()
        #expect((0..<3).map { text(maildrop, $0) } == ["uid-1", "uid-2", "uid-3"])
        #expect(server.lines() == ["CAPA", "LIST", "UIDL"])
        #expect(server.counts.largestBatch == 3)
        _ = try session.maildrop()
        #expect(server.lines().suffix(2) == ["LIST", "UIDL"] && server.lines().count == 5)
    }

    @Test("without PIPELINING one command after the other") func oneByOne() throws {
        let server = try running { $0.announcesPipelining = false }
        #expect(try server.signedIn().maildrop().count == 3)
        #expect(server.lines() == ["CAPA", "LIST", "UIDL"])
        #expect(server.counts.largestBatch == 1)
    }

    @Test("a server without UIDL still has a listing", arguments: [true, false]) func noUidl(_ pipelining: Bool) throws {
        var faults = Faults()
        faults.unknownVerbs = ["UIDL"]
        let session = try running(faults: faults) { $0.announcesPipelining = pipelining }.signedIn()
        let maildrop = try session.maildrop()
        #expect(maildrop.count == 3 && !maildrop.hasUniqueIDs)
        try session.noop()
    }

    @Test("UIDL is asked for even where CAPA forgets it (FIELD: quirk 3)") func unannounced() throws {
        var faults = Faults()
        faults.unannounced = ["UIDL"]
        #expect(try running(faults: faults).signedIn().maildrop().hasUniqueIDs)
    }

    @Test("LIST is the truth where STAT contradicts it (FIELD: D12)") func statContradicts() throws {
        var faults = Faults()
        (faults.statCountDelta, faults.statSizeDelta) = (5, -1000)
        let session = try running(faults: faults).signedIn()
        #expect(try session.stat().messages == 8)
        #expect(try session.maildrop().count == 3)
    }

    @Test("a refused LIST in a pipelined listing leaves the stream in step") func listRefused() throws {
        let server = try running(plain(3), [Fault(.refuse("[IN-USE] no"), at: .verb("LIST", occurrence: 1))])
        let session = try server.signedIn()
        #expect(failure { try session.maildrop() }?.kind == .refused(.inUse))
        #expect(try session.noop().text == "still here")
        #expect(try session.maildrop().hasUniqueIDs)
    }

    @Test func repeatedUniqueIDsOfAServer() throws {
        let messages = plain(3)
        var faults = Faults()
        faults.repeatUniqueID(of: messages[0], on: 3)
        faults.listedUniqueIDs[2] = []
        let maildrop = try running(messages, faults: faults).signedIn().maildrop()
        #expect((0..<3).map { maildrop.identity(at: $0) } == [.repeated, .none, .repeated])
    }
}

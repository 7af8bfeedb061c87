import CPluginSystem
import Testing

@testable import ExportCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("A message that waits") struct SpoolTests {
    static func read(_ spool: Spool) throws -> [UInt8] {
        var octets: [UInt8] = []
        try spool.forEachPiece { octets += $0 }
        return octets
    }

    static func fill(_ spool: Spool, _ octets: [UInt8], pieces: Int) throws {
        var rest = octets[...]
        while !rest.isEmpty {
            try rest.prefix(pieces).withUnsafeBytes { try spool.append($0) }
            rest = rest.dropFirst(pieces)
        }
    }

    @Test("what goes in comes out, around the limit of memory, however it is cut", arguments: [1, 2, 3, 7, 64])
    func around(_ pieces: Int) throws {
        let spool = Spool(memoryLimitOctets: 16)
        for length in 0...40 {
            let octets = (0..<length).map { UInt8($0) }
            try Self.fill(spool, octets, pieces: pieces)
            #expect(spool.count == Int64(length))
            #expect(try Self.read(spool) == octets)
            #expect(try Self.read(spool) == octets, "a second time")
            #expect(Array(spool.head) == Array(octets.prefix(16)))
            spool.reset()
            #expect(try spool.count == 0 && Self.read(spool).isEmpty)
        }
    }

    @Test("a message of megabytes, as the wire cuts it")
    func large() throws {
        let spool = Spool()
        let octets = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        for _ in 0..<2 {
            try Self.fill(spool, octets, pieces: 262_144)
            #expect(try Self.read(spool) == octets)
            #expect(spool.head.count == Spool.memoryLimitOctets)
            spool.reset()
        }
    }

    @Test("a child gets a file of its own that begins at the first octet", arguments: [0, 1, 16, 17, 50])
    func taken(_ length: Int) throws {
        let spool = Spool(memoryLimitOctets: 16)
        let octets = (0..<length).map { UInt8($0) }
        try Self.fill(spool, octets, pieces: 10)
        let file = try spool.takeDescriptor()
        defer { closeFile(file) }
        try Self.fill(spool, [9, 9, 9], pieces: 3)
        let other = try spool.takeDescriptor()
        defer { closeFile(other) }
        for (file, expected) in [(file, octets), (other, [9, 9, 9])] {
            var read = [UInt8](repeating: 0, count: 100)
            let got = Glue.read(file, &read, 100)
            #expect(Array(read.prefix(got)) == expected)
        }
        #expect(Glue.flags(file) & FD_CLOEXEC != 0)
    }

    private enum Glue {
        static func read(_ file: Int32, _ at: UnsafeMutableRawPointer, _ count: Int) -> Int { systemRead(file, at, count) }
        static func flags(_ file: Int32) -> Int32 { fcntl(file, F_GETFD) }
    }
}

private func systemRead(_ file: Int32, _ at: UnsafeMutableRawPointer, _ count: Int) -> Int { read(file, at, count) }

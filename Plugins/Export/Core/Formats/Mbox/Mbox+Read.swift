import CPluginSystem
import PluginSystem

extension Mbox {
    /// Hands out the message at a place that the ledger has, as it was received, piece by piece.
    /// - Parameter octets: of the message, unquoted.
    /// - Returns: false where no message of that size is there: the mbox was changed since, or is another.
    public func read(_ place: String, octets: Int64, _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        do throws(SystemError) { return try message(place, octets, body) } catch { return false }
    }

    private func message(_ place: String, _ octets: Int64, _ body: (UnsafeRawBufferPointer) -> Void) throws(SystemError) -> Bool {
        guard let offset = Self.offset(of: Array(place.utf8)), offset >= 0 else { return false }
        try file.open()
        let line = try file.read(at: offset, limit: 1024)
        guard line.starts(with: "From ".utf8), let end = line.firstIndex(of: UInt8(ascii: "\n")) else { return false }
        var at = offset + Int64(end) + 1
        var unquoter = MboxUnquoter()
        var left = octets
        var isAtLineStart = true
        /// Octets behind the message: what closes it.
        var behind: [UInt8] = []
        func take(_ piece: UnsafeRawBufferPointer) {
            let own = piece.prefix(Int(clamping: left))
            if let last = own.last { isAtLineStart = last == UInt8(ascii: "\n") }
            if !own.isEmpty { body(UnsafeRawBufferPointer(rebasing: own)) }
            left -= Int64(own.count)
            behind += piece.dropFirst(own.count).prefix(8)
        }
        while left > 0 || behind.count < 7 {
            let piece = try file.read(at: at, limit: 64 << 10)
            if piece.isEmpty { break }
            piece.withUnsafeBytes { unquoter.feed($0, take) }
            at += Int64(piece.count)
        }
        unquoter.finish(take)
        guard left == 0 else { return false }
        let closing = Array((isAtLineStart ? "\n" : "\n\n").utf8)
        let next = behind.dropFirst(closing.count)
        return behind.starts(with: closing) && (next.isEmpty || next.starts(with: "From ".utf8))
    }

    /// Makes messages durable that an earlier run may not have waited for.
    public func makeDurable() throws(StoreFailure) {
        try StoreFailure.wrapping(file.open)
        try StoreFailure.wrapping(file.sync)
    }
}

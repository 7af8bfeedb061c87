/// The unique-ids that another program remembers as fetched, read from its state file. Read for its format alone; the program need
/// not be there.
public enum ForeignState: String, CaseIterable, Sendable {
    /// mpop's `uidls_file`: ` COUNT HOST USER`, then a unique-id a line, for each account.
    case mpop
    /// getmail's `oldmail-HOST-PORT-USER`: a unique-id, NUL and a time a line. The account is in the file's name.
    case getmail
    /// fetchmail's `.fetchids`: `USER@HOST UNIQUE-ID` a line.
    case fetchmail

    /// Longest line read; a longer one is no unique-id (RFC 1939 section 7 allows 70).
    static let lineLimitOctets = 4096

    /// Calls `each` with every unique-id of the account.
    /// - Parameters:
    ///   - user, host: whose; a file that names nobody is taken to be theirs.
    ///   - each: sees the octets for the length of the call.
    /// - Returns: how many lines were no entry, and how many were another account's.
    public func read(
        _ octets: UnsafeRawBufferPointer, user: String, host: String, _ each: (UnsafeRawBufferPointer) -> Void
    ) -> (odd: Int, others: Int) {
        var (odd, others) = (0, 0)
        var isOurs = self == .getmail
        for line in octets.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
            var line = UnsafeRawBufferPointer(rebasing: line)
            if line.last == UInt8(ascii: "\r") { line = UnsafeRawBufferPointer(rebasing: line.dropLast()) }
            if line.isEmpty { continue }
            guard line.count <= Self.lineLimitOctets else {
                odd += 1
                continue
            }
            switch self {
            case .mpop where line[0] == UInt8(ascii: "#"): continue
            case .mpop where line[0] == UInt8(ascii: " "):
                // The user comes last and may hold blanks.
                let words = line.dropFirst().split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
                isOurs =
                    words.count == 3 && Self.isHost(words[1], host) && words[2].elementsEqual(user.utf8)
                if words.count != 3 { odd += 1 }
            case .mpop:
                // Since 1.4.23 a time may follow; a unique-id may hold blanks, so only a last word of digits alone is one.
                if isOurs { each(Self.withoutTime(line)) } else { others += 1 }
            case .getmail:
                guard let end = line.firstIndex(of: 0), end > 0 else {
                    odd += 1
                    continue
                }
                each(UnsafeRawBufferPointer(rebasing: line[..<end]))
            case .fetchmail:
                // The user may hold an "@", neither host nor unique-id holds a blank.
                guard let blank = line.lastIndex(of: UInt8(ascii: " ")), blank + 1 < line.count,
                    let at = line[..<blank].lastIndex(of: UInt8(ascii: "@"))
                else {
                    odd += 1
                    continue
                }
                if line[..<at].elementsEqual(user.utf8), Self.isHost(line[(at + 1)..<blank], host) {
                    each(UnsafeRawBufferPointer(rebasing: line[(blank + 1)...]))
                } else {
                    others += 1
                }
            }
        }
        return (odd, others)
    }

    /// Host names are compared in any case.
    private static func isHost(_ octets: Slice<UnsafeRawBufferPointer>, _ host: String) -> Bool {
        String(decoding: octets, as: UTF8.self).lowercased() == host.lowercased()
    }

    private static func withoutTime(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard let blank = line.lastIndex(of: UInt8(ascii: " ")), blank > 0, line.count - blank > 9,
            line[(blank + 1)...].allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
        else { return line }
        return UnsafeRawBufferPointer(rebasing: line[..<blank])
    }
}

/// Finds the secrets of a session in what the server says, and does not have them: of each it keeps the length, the exclusive or of the
/// first and the last octet, and a salted hash. So they can be masked as long as the session lives, and none is found in its memory.
final class Secrets {
    private struct Print {
        let count: Int
        /// Passes over most places before anything is hashed.
        let ends: UInt8
        let hash: Int
    }

    private static let mask = Array("****".utf8)
    private let salt = UInt64.random(in: 0...UInt64.max)
    /// Longest first: of two secrets that begin alike the whole one is masked.
    private var prints: [Print] = []

    /// Octets of the longest; 0 where there is none.
    var longest: Int { prints.first?.count ?? 0 }

    /// What is not to be told from now on, as it is.
    func add(_ octets: [UInt8]) {
        guard !octets.isEmpty else { return }
        octets.withUnsafeBytes { bytes in
            let made = Print(count: bytes.count, ends: bytes[0] ^ bytes[bytes.count - 1], hash: hash(bytes))
            guard !prints.contains(where: { $0.count == made.count && $0.hash == made.hash }) else { return }
            prints.insert(made, at: prints.firstIndex { $0.count < made.count } ?? prints.count)
        }
    }

    /// The same, and how a server has it that repeats it in base64.
    func addWithBase64(_ octets: [UInt8]) {
        add(octets)
        var coded = Base64.octets(octets)
        defer { Wipe.octets(&coded) }
        // Without its padding it is found with and without; too short a word is in everything.
        if octets.count >= 4 { while coded.last == UInt8(ascii: "=") { coded.removeLast() } }
        add(coded)
        var traces = Base64.traces(of: octets)
        for index in traces.indices {
            add(traces[index])
            Wipe.octets(&traces[index])
        }
    }

    func masked(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var shown: [UInt8] = []
        shown.reserveCapacity(bytes.count)
        _ = mask(bytes, before: bytes.count, into: &shown)
        return shown
    }

    /// Appends what may be shown of the octets before `limit`, and of a secret that begins before it. One pass: what was put in a secret's
    /// place is not looked at again.
    /// - Returns: how far that is.
    func mask(_ bytes: UnsafeRawBufferPointer, before limit: Int, into shown: inout [UInt8]) -> Int {
        guard !prints.isEmpty else {
            shown.append(contentsOf: bytes[..<limit])
            return limit
        }
        var at = 0
        while at < limit {
            let found = length(of: bytes, at)
            if found > 0 {
                shown.append(contentsOf: Self.mask)
                at += found
            } else {
                shown.append(bytes[at])
                at += 1
            }
        }
        return at
    }

    /// Octets of the secret that begins here; 0: none.
    private func length(of bytes: UnsafeRawBufferPointer, _ at: Int) -> Int {
        let (first, left) = (bytes[at], bytes.count - at)
        return prints.withUnsafeBufferPointer { prints in
            for print in prints where print.count <= left && first ^ bytes[at + print.count - 1] == print.ends {
                if hash(UnsafeRawBufferPointer(rebasing: bytes[at..<at + print.count])) == print.hash { return print.count }
            }
            return 0
        }
    }

    private func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(salt)
        hasher.combine(bytes: bytes)
        return hasher.finalize()
    }
}

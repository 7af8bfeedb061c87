/// The names given so far, as a disk sees them that does not tell capitals apart.
///
/// A name is kept as 64 bits of hash: 11 to 21 octets each, however long. Two names of one hash, which is a matter of luck since the
/// seed is the process's own, cost the second a needless `-2`.
public struct TakenNames {
    /// Open addressing; 0 is free. A power of two, at most three quarters full.
    private var slots: [UInt64]
    private var used = 0
    /// Which number a name that was asked for again got last; only such names are here.
    private var attempts: [UInt64: UInt64] = [:]
    private let scratch = OctetBuffer(capacity: 256)

    public init() { slots = Array(repeating: 0, count: 1024) }

    /// - Returns: false where the name, or one that differs in case only, was there.
    public mutating func insert(_ name: UnsafeRawBufferPointer) -> Bool { insert(Self.hash(name)) }

    /// Appends the name, or where that is taken the first of `NAME-2.eml`, `NAME-3.eml`… that is not, and takes it. Cost: the same
    /// however often a name was asked for.
    public mutating func take(_ name: UnsafeRawBufferPointer, to out: OctetBuffer) {
        let hash = Self.hash(name)
        if insert(hash) { return out.append(name) }
        var attempt = attempts[hash] ?? 1
        repeat {
            attempt += 1
            scratch.removeAll()
            FileNames.append(name, attempt: attempt, to: scratch)
        } while !insert(scratch.octets)
        attempts[hash] = attempt
        out.append(scratch.octets)
    }

    private mutating func insert(_ hash: UInt64) -> Bool {
        guard Self.place(hash, in: &slots) else { return false }
        used += 1
        if used * 4 > slots.count * 3 {
            var larger = [UInt64](repeating: 0, count: slots.count * 2)
            for hash in slots where hash != 0 { _ = Self.place(hash, in: &larger) }
            slots = larger
        }
        return true
    }

    private static func place(_ hash: UInt64, in slots: inout [UInt64]) -> Bool {
        var at = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[at] != 0 {
            if slots[at] == hash { return false }
            at = (at + 1) & (slots.count - 1)
        }
        slots[at] = hash
        return true
    }

    /// Of the name without its case. Capitals first, then small: "ß", "SS" and "ss" are one, and so are "é" in one piece and in two.
    private static func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        var hasher = Hasher()
        if name.allSatisfy({ $0 < 0x80 }) {
            withUnsafeTemporaryAllocation(byteCount: name.count, alignment: 1) { lower in
                for (at, octet) in name.enumerated() { lower[at] = octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet }
                hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: lower[..<name.count]))
            }
        } else {
            var folded = String(decoding: name, as: UTF8.self).uppercased().lowercased()
            if folded.utf8.allSatisfy({ $0 < 0x80 }) {
                folded.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
            } else {
                hasher.combine(folded)
            }
        }
        let hash = UInt64(bitPattern: Int64(hasher.finalize()))
        return hash == 0 ? 1 : hash
    }
}

/// Masks secrets in octets that come in pieces, as if they had come in one.
struct MaskedStream {
    /// What may yet become a secret: no secret has a line end in it, so nothing is held back of a line that is whole.
    private var held: [UInt8] = []

    /// - Returns: what can be told so far; may be empty.
    mutating func pass(_ piece: [UInt8], _ secrets: Secrets) -> [UInt8] {
        if held.isEmpty, secrets.longest == 0 { return piece }
        held += piece
        let unfinished = held.count - ((held.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
        return told(before: held.count - min(unfinished, max(0, secrets.longest - 1)), secrets)
    }

    /// Nothing follows.
    mutating func end(_ secrets: Secrets) -> [UInt8] { held.isEmpty ? [] : told(before: held.count, secrets) }

    private mutating func told(before limit: Int, _ secrets: Secrets) -> [UInt8] {
        var shown: [UInt8] = []
        shown.reserveCapacity(limit)
        let end = held.withUnsafeBytes { secrets.mask($0, before: limit, into: &shown) }
        held.removeFirst(end)
        return shown
    }
}

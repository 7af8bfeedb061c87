/// Picks fields out of a header block that comes in slices cut anywhere. Tolerant: a line that is no field is passed over.
///
/// Folded lines are joined with one space (RFC 5322 section 2.2.3), names match in any case, the first occurrence counts.
public struct HeaderReader {
    /// Octets kept of one field; the rest is passed over. A server may send megabytes.
    public static let fieldLimitOctets = 8192

    private enum State { case lineStart, lineStartCR, name, value, over }

    private let names: [[UInt8]]
    private let longestName: Int
    private var values: [[UInt8]]
    private var found: [Bool]
    private var name: [UInt8] = []
    private var state = State.lineStart
    /// Index of the field being kept; nil while one is passed over.
    private var kept: Int?
    /// Between the colon, or a fold, and the text.
    private var skipsBlanks = false

    /// - Parameter names: lower case, ASCII.
    public init(_ names: [String]) {
        self.names = names.map { Array($0.utf8) }
        longestName = self.names.map(\.count).max() ?? 0
        values = Array(repeating: [], count: names.count)
        found = Array(repeating: false, count: names.count)
    }

    /// Forgets the block before; keeps the memory.
    public mutating func reset() {
        for index in values.indices { values[index].removeAll(keepingCapacity: true) }
        for index in found.indices { found[index] = false }
        name.removeAll(keepingCapacity: true)
        (state, kept) = (.lineStart, nil)
    }

    public mutating func feed(_ octets: UnsafeRawBufferPointer) {
        for octet in octets {
            if state == .over { return }
            step(octet)
        }
    }

    /// Whether the end of the block was seen: what is fed from now on is passed over.
    public var isOver: Bool { state == .over }

    /// The value of a field, trimmed; empty when it is not there. What is not UTF-8 becomes U+FFFD.
    public func value(_ index: Int) -> String { String(decoding: octets(index), as: UTF8.self) }

    /// The value of a field as it came, trimmed; empty when it is not there.
    public func octets(_ index: Int) -> ArraySlice<UInt8> {
        let octets = values[index]
        guard let first = octets.firstIndex(where: { !Self.isBlank($0) }),
            let last = octets.lastIndex(where: { !Self.isBlank($0) })
        else { return [] }
        return octets[first...last]
    }

    private mutating func step(_ octet: UInt8) {
        switch state {
        case .over: break
        case .lineStart, .lineStartCR:
            if octet == UInt8(ascii: "\n") {
                state = .over
            } else if octet == UInt8(ascii: "\r"), state == .lineStart {
                state = .lineStartCR
            } else if octet == UInt8(ascii: " ") || octet == UInt8(ascii: "\t") {
                state = .value
                unfold()
            } else {
                name.removeAll(keepingCapacity: true)
                (state, kept) = (.name, nil)
                step(octet)
            }
        case .name:
            if octet == UInt8(ascii: ":") {
                beginValue()
            } else if octet == UInt8(ascii: "\n") {
                state = .lineStart
            } else if name.count <= longestName || Self.isBlank(octet) {
                // Blanks before the colon are obsolete syntax (RFC 5322 section 4.5): dropped.
                if !Self.isBlank(octet) { name.append(octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet) }
            }
        case .value:
            if octet == UInt8(ascii: "\n") {
                state = .lineStart
            } else if let kept, values[kept].count < Self.fieldLimitOctets {
                if skipsBlanks, Self.isBlank(octet) { return }
                skipsBlanks = false
                values[kept].append(octet)
            }
        }
    }

    private mutating func beginValue() {
        state = .value
        kept = names.firstIndex(of: name).flatMap { found[$0] ? nil : $0 }
        if let kept { found[kept] = true }
        skipsBlanks = true
    }

    private mutating func unfold() {
        guard let kept else { return }
        skipsBlanks = true
        while let last = values[kept].last, Self.isBlank(last) { values[kept].removeLast() }
        if !values[kept].isEmpty, values[kept].count < Self.fieldLimitOctets { values[kept].append(UInt8(ascii: " ")) }
    }

    private static func isBlank(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x09 || octet == 0x0d }
}

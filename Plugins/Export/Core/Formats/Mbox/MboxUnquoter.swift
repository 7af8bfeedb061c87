import PluginSystem

/// The way back from ``MboxQuoter``: one `>` goes from every `>+From ` line.
///
/// Octets come cut anywhere; what a line begins with is held back until it tells: it is `>` and a part of "From ", so two numbers.
struct MboxUnquoter {
    private enum State {
        /// So many `>` in the line so far, and then so many octets of "From ".
        case start(marks: Int, matched: Int)
        case inside
    }

    private static let from: StaticString = "From "
    private static let marks = [UInt8](repeating: UInt8(ascii: ">"), count: 256)

    private var state = State.start(marks: 0, matched: 0)

    /// - Parameter emit: sees the octets of the message, in pieces that live for its call.
    mutating func feed(_ octets: UnsafeRawBufferPointer, _ emit: (UnsafeRawBufferPointer) -> Void) {
        let from = UnsafeRawBufferPointer(start: Self.from.utf8Start, count: Self.from.utf8CodeUnitCount)
        let lf = UInt8(ascii: "\n")
        var rest = octets[...]
        while let octet = rest.first {
            switch state {
            case .inside:
                let end = rest.firstIndex(of: lf).map { $0 + 1 }
                emit(UnsafeRawBufferPointer(rebasing: rest[..<(end ?? rest.endIndex)]))
                rest = rest[(end ?? rest.endIndex)...]
                if end != nil { state = .start(marks: 0, matched: 0) }
            case .start(let marks, 0) where octet == UInt8(ascii: ">"):
                state = .start(marks: marks + 1, matched: 0)
                rest.removeFirst()
            case .start(let marks, let matched) where octet == from[matched]:
                rest.removeFirst()
                guard matched + 1 == from.count else {
                    state = .start(marks: marks, matched: matched + 1)
                    continue
                }
                Self.emit(marks: max(0, marks - 1), matched: from.count, emit)
                state = .inside
            case .start(let marks, let matched):
                Self.emit(marks: marks, matched: matched, emit)
                state = .inside
            }
        }
    }

    /// The message is over: hands out what was held back.
    mutating func finish(_ emit: (UnsafeRawBufferPointer) -> Void) {
        if case .start(let marks, let matched) = state { Self.emit(marks: marks, matched: matched, emit) }
        state = .inside
    }

    private static func emit(marks: Int, matched: Int, _ emit: (UnsafeRawBufferPointer) -> Void) {
        var left = marks
        while left > 0 {
            let some = min(left, Self.marks.count)
            Self.marks.withUnsafeBytes { emit(UnsafeRawBufferPointer(rebasing: $0[..<some])) }
            left -= some
        }
        if matched > 0 { emit(UnsafeRawBufferPointer(start: from.utf8Start, count: matched)) }
    }
}

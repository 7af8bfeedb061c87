#if canImport(Glibc)
import Glibc
import PluginSystem
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Quotes the lines of a message that an mbox reader would take for the start of another: `>*From ` gets one `>` more (mboxrd). The way
/// back takes one away from every `>+From `, so nothing is lost.
///
/// A line begins behind LF. Octets come cut anywhere; up to four of them are held back until what follows tells.
struct MboxQuoter {
    private enum State: Equatable {
        /// Nothing or only `>` in the line so far.
        case start
        /// So many octets of "From " behind that.
        case matching(Int)
        case inside
    }

    private static let from = Array("From ".utf8)

    private var state = State.start
    /// Whether the octets so far end with LF; true before the first.
    private(set) var isAtLineStart = true

    typealias Emit = (UnsafeRawBufferPointer) throws(SystemError) -> Void

    /// - Parameter emit: sees the quoted octets, in pieces that live for its call.
    mutating func feed(_ octets: UnsafeRawBufferPointer, _ emit: Emit) throws(SystemError) {
        guard let last = octets.last, let base = octets.baseAddress else { return }
        isAtLineStart = last == UInt8(ascii: "\n")
        var written = 0
        var at = 0
        /// Of the "From " being matched, how many were held back from earlier octets.
        var held = if case .matching(let count) = state { count } else { 0 }
        while at < octets.count {
            switch state {
            case .inside:
                guard let found = memchr(base + at, 0x0a, octets.count - at) else {
                    at = octets.count
                    continue
                }
                at = base.distance(to: UnsafeRawPointer(found)) + 1
                state = .start
            case .start:
                if octets[at] == UInt8(ascii: ">") {
                    at += 1
                } else if octets[at] == Self.from[0] {
                    (state, held) = (.matching(1), 0)
                    at += 1
                } else {
                    state = .inside
                }
            case .matching(let count):
                guard octets[at] == Self.from[count] else {
                    if held > 0 { try emitFrom(held, emit) }
                    (state, held) = (.inside, 0)
                    continue
                }
                at += 1
                guard count + 1 == Self.from.count else {
                    state = .matching(count + 1)
                    continue
                }
                let start = at - (Self.from.count - held)
                if start > written { try emit(UnsafeRawBufferPointer(rebasing: octets[written..<start])) }
                written = start
                try emitMark(emit)
                if held > 0 { try emitFrom(held, emit) }
                (state, held) = (.inside, 0)
            }
        }
        // What is being matched waits.
        let end = if case .matching(let count) = state { octets.count - (count - held) } else { octets.count }
        if end > written { try emit(UnsafeRawBufferPointer(rebasing: octets[written..<end])) }
    }

    /// The message is over: hands out what was held back.
    mutating func finish(_ emit: Emit) throws(SystemError) {
        if case .matching(let count) = state { try emitFrom(count, emit) }
        state = .inside
    }

    private func emitFrom(_ count: Int, _ emit: Emit) throws(SystemError) {
        let text: StaticString = "From "
        try emit(UnsafeRawBufferPointer(start: text.utf8Start, count: count))
    }

    private func emitMark(_ emit: Emit) throws(SystemError) {
        let text: StaticString = ">"
        try emit(UnsafeRawBufferPointer(start: text.utf8Start, count: 1))
    }
}

/// What a parser made of some octets, in a form two parsers can be compared by.

/// One event, its octets copied out. The slices of a body are joined: where they are cut is nobody's promise.
struct WireEvent: Equatable {
    enum Kind: String { case ok, err, challenge, body, entry, end }
    var kind: Kind
    var octets: [UInt8]
    /// Whether the reply is over with it.
    var last = false
}

/// Why a parser stopped.
enum WireStop: Equatable {
    /// Every reply that was asked for is complete.
    case done
    /// The input ended first.
    case more
    case syntax, limit
}

struct WireOutcome: Equatable {
    var events: [WireEvent] = []
    /// Octets used up by whole events and by the body.
    var used = 0
    var stop = WireStop.done

    mutating func add(_ kind: WireEvent.Kind, _ octets: some Sequence<UInt8>, last: Bool = false) {
        if kind == .body, let before = events.indices.last, events[before].kind == .body {
            events[before].octets += octets
        } else {
            events.append(WireEvent(kind: kind, octets: Array(octets), last: last))
        }
    }
}

extension WireOutcome: CustomStringConvertible {
    /// The notation of `Tests/Fixtures/wire`, one event a line.
    var description: String {
        let lines = events.map { $0.kind == .end ? "end" : "\($0.kind.rawValue) \"\(escaped($0.octets))\"" }
        return (lines + ["\(stop) after \(used) octets"]).joined(separator: "\n")
    }
}

/// Octets as ASCII, all others as `\r`, `\n`, `\0` or `\xNN`.
func escaped(_ octets: some Sequence<UInt8>) -> String {
    var text = ""
    for octet in octets {
        switch octet {
        case 0: text += "\\0"
        case 10: text += "\\n"
        case 13: text += "\\r"
        case UInt8(ascii: "\\"): text += "\\\\"
        case UInt8(ascii: "\""): text += "\\\""
        case 0x20..<0x7f: text.unicodeScalars.append(Unicode.Scalar(octet))
        default: text += "\\x" + (octet < 16 ? "0" : "") + String(octet, radix: 16)
        }
    }
    return text
}

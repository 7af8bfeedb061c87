// What each action adds to a reply; nil where it adds nothing of the kind.

extension Fault.Action {
    var refusal: String? { if case .refuse(let text) = self { text } else { nil } }
    var replacement: [UInt8]? { if case .replace(let octets) = self { octets } else { nil } }
    var addition: [UInt8]? { if case .append(let octets) = self { octets } else { nil } }
    var delay: Duration? { if case .wait(let length) = self { length } else { nil } }

    /// Octets of the reply that are still sent.
    var cutOffset: Int? {
        switch self {
        case .stall(let offset), .close(let offset), .reset(let offset), .truncateTLS(let offset): offset
        default: nil
        }
    }
}

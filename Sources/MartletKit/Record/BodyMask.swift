/// Hides what mails say in a recorded dialogue and keeps how they are framed: letters become x, digits 0; line ends, dots, blanks and lengths
/// stay. Status lines and listings are shown as they are; what comes at a time when nothing is due is hidden too.
struct BodyMask {
    private enum State { case status, listing, body, lost }

    /// Commands whose replies are to come, the greeting first.
    private var due: [String] = [""]
    private var state = State.status
    /// The status line so far, as much of it as matters.
    private var line: [UInt8] = []
    /// How the line of a multi-line reply began: whether it is "." so far, and how long it is.
    private var isDot = true
    private var length = 0

    mutating func sent(_ command: String) { due.append(command) }

    mutating func mask(_ octets: inout [UInt8]) {
        for index in octets.indices {
            let octet = octets[index]
            switch state {
            case .status: status(octet)
            case .listing: through(octet)
            case .body:
                octets[index] = Self.hidden(octet)
                through(octet)
            case .lost: octets[index] = Self.hidden(octet)
            }
        }
    }

    private mutating func status(_ octet: UInt8) {
        guard octet == UInt8(ascii: "\n") else {
            if line.count < 64 { line.append(octet) }
            return
        }
        let line = line
        self.line.removeAll(keepingCapacity: true)
        func begins(_ text: String) -> Bool { line.starts(with: text.utf8) }
        // A challenge: the reply is still to come.
        if begins("+ ") || line.first == UInt8(ascii: "+") && line.count <= 2 { return }
        guard begins("+OK") || begins("-ERR"), !due.isEmpty else {
            state = .lost
            return
        }
        let command = due.removeFirst()
        if begins("+OK") { state = Self.kind(of: command) }
        (isDot, length) = (true, 0)
    }

    /// Watches for the line that is a dot alone.
    private mutating func through(_ octet: UInt8) {
        if octet == UInt8(ascii: "\n") {
            if isDot, length >= 1 { state = .status }
            (isDot, length) = (true, 0)
        } else if octet != UInt8(ascii: "\r") || length != 1 {
            length += 1
            if octet != UInt8(ascii: ".") || length > 1 { isDot = false }
        }
    }

    private static func kind(of command: String) -> State {
        let words = command.split(separator: " ")
        switch words.first?.uppercased() ?? "" {
        case "RETR", "TOP": return .body
        case "CAPA": return .listing
        case "LIST", "UIDL", "LANG", "AUTH": return words.count == 1 ? .listing : .status
        default: return .status
        }
    }

    private static func hidden(_ octet: UInt8) -> UInt8 {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: UInt8(ascii: "x")
        default: octet
        }
    }
}

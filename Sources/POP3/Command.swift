/// One command line, checked and with its secrets known, ready for the wire.
///
/// This is the only place where text becomes a command, so it is the only place that has to refuse CR, LF and NUL
/// (CVE-2012-0036), and the only place that knows what a transcript must not show.
struct Command {
    let verb: String
    /// The line with CRLF.
    private(set) var octets: [UInt8]
    /// What a transcript shows: the line without CRLF, secrets as `****`.
    let shown: String
    /// The secret inside, so that a server which echoes it does not put it into an error.
    private(set) var secret: [UInt8]?

    /// - Parameters:
    ///   - argument: everything behind the verb and a blank; nil for none. `PASS` takes blanks as they are (RFC 1939 section 7).
    ///   - secret: the part of `argument` to mask, from its first octet on to the end.
    /// - Throws: ``POP3Error/Kind/argument``.
    init(_ verb: String, _ argument: [UInt8]? = nil, secretFrom: Int? = nil) throws(POP3Error) {
        self.verb = verb
        // No growing: that would leave octets behind where nobody wipes them.
        var line: [UInt8] = []
        line.reserveCapacity(verb.utf8.count + (argument?.count ?? 0) + 3)
        line.append(contentsOf: verb.utf8)
        if let argument {
            guard !argument.contains(where: { $0 == 13 || $0 == 10 || $0 == 0 }) else {
                throw POP3Error(.argument, verb: verb, detail: "a line break or NUL in an argument of \(verb)")
            }
            if !line.isEmpty { line.append(UInt8(ascii: " ")) }
            line.append(contentsOf: argument)
        }
        guard line.count + 2 <= Limits.commandOctets else {
            throw POP3Error(.argument, verb: verb, detail: "an argument of \(verb) longer than \(Limits.commandOctets) octets")
        }
        if let argument, let secretFrom {
            secret = Array(argument[min(secretFrom, argument.count)...])
            let open = line.count - argument.count + min(secretFrom, argument.count)
            shown = String(decoding: line[..<open], as: UTF8.self) + "****"
        } else {
            secret = nil
            shown = String(decoding: line, as: UTF8.self)
        }
        line.append(13)
        line.append(10)
        octets = line
    }

    /// Overwrites what is secret in it; the command is of no use afterwards.
    mutating func wipe() {
        guard secret != nil else { return }
        Wipe.octets(&octets)
        if var octets = secret {
            secret = nil
            Wipe.octets(&octets)
        }
    }

    init(_ verb: String, _ argument: String, secretFrom: Int? = nil) throws(POP3Error) {
        try self.init(verb, Array(argument.utf8), secretFrom: secretFrom)
    }

    /// A message number: 1 and above (RFC 1939 section 3).
    init(_ verb: String, number: Int, _ more: String = "") throws(POP3Error) {
        guard number >= 1 else {
            throw POP3Error(.argument, verb: verb, number: number, detail: "message numbers begin at 1")
        }
        try self.init(verb, "\(number)\(more)")
    }
}

/// The octets that answer one command, and what the connection does behind them.
struct Reply {
    enum Next { case goOn, close, startTLS }

    var octets: [UInt8]
    var next = Next.goOn

    static func ok(_ text: String, _ next: Next = .goOn) -> Reply { Reply(octets: line("+OK " + text), next: next) }
    static func err(_ text: String, _ next: Next = .goOn) -> Reply { Reply(octets: line("-ERR " + text), next: next) }

    /// What AUTH wants answered (RFC 5034 section 4).
    static func challenge(_ octets: [UInt8]) -> Reply { Reply(octets: line("+ " + Base64.encode(octets))) }

    /// A multi-line reply of lines that need no stuffing.
    static func list(_ text: String, _ lines: some Sequence<[UInt8]>) -> Reply {
        var octets = line("+OK " + text)
        for line in lines {
            octets += line
            octets += [.cr, .lf]
        }
        return Reply(octets: octets + ".\r\n")
    }

    /// A multi-line reply of message text: `body` is stuffed already and ends in CRLF unless a fault wants otherwise.
    static func body(_ text: String, _ body: [UInt8], _ faults: Faults) -> Reply {
        var octets = line("+OK " + text)
        octets.reserveCapacity(octets.count + body.count + 3)
        octets += faults.omitsFinalNewline && body.endsInCRLF ? body.dropLast(2) : body[...]
        return Reply(octets: octets + ".\r\n")
    }

    private static func line(_ text: String) -> [UInt8] { Array(text.utf8) + [.cr, .lf] }
}

internal import POP3

/// What `help` explains beside commands.
struct HelpTopic: Sendable {
    let name: String
    /// - Parameter columns: of the terminal.
    let text: @Sendable (_ columns: Int) -> String

    static let all = [
        HelpTopic(name: "accounts") { _ in HelpCommand.accounts },
        HelpTopic(name: "errors", text: { ErrorTable.text($0) }),
        HelpTopic(name: "exit-codes") { _ in exitCodes },
        HelpTopic(name: "scripts") { _ in scripts },
        HelpTopic(name: "selection") { _ in SelectionHelp.text },
    ]

    /// For completion.
    static var names: [String] { all.map(\.name) }

    private static var exitCodes: String {
        let order = ExitCode.bySeriousness.map { String($0.rawValue) }.joined(separator: " ")
        return ExitCode.allCases.map { "\(DisplayWidth.fit("\($0.rawValue)", 5))\($0.meaning)\n" }.joined()
            + "75 is the only code a retry loop may act on.\n"
            + "Over several accounts: 0 where all are well, else the first of\n     \(order)\n"
    }

    private static let scripts = """
        What is typed in the shell is what a script says.

          martlet -a work -c 'export new ~/mail; -delete older:30d seen; quit --yes'
          martlet -a work -f nightly.mtl         a command a line; -f - reads stdin
          martlet -a work check -q && notify-send mail      exit code 1: nothing new

        The first command that fails ends the run with its exit code, and says where.
        A - in front ignores one failure. # begins a comment. Marks go with quit --yes,
        and with nothing else: the end of a script leaves all mail where it is.

        """
}

/// The errors of talking to a server, from the one place that words them.
enum ErrorTable {
    static func text(_ columns: Int) -> String {
        failures.map { failure in
            wrapped(DisplayWidth.fit(String(failure.code.rawValue), 5) + Escape.line(failure.message), columns)
                + (failure.hint.map { wrapped("     try: " + Escape.line($0), columns) } ?? "")
        }.joined()
    }

    /// Lines that fit, the second and later ones indented.
    static func wrapped(_ text: String, _ columns: Int) -> String {
        var lines: [String] = []
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            guard let last = lines.last else {
                lines = [String(word)]
                continue
            }
            if DisplayWidth.of(last) + 1 + DisplayWidth.of(String(word)) > columns {
                lines.append("       " + word)
            } else {
                lines[lines.count - 1] = last + " " + word
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func unknown(_ reason: POP3Error.Distrust) -> POP3Error {
        var error = POP3Error(.untrusted(reason))
        error.fingerprint = [0x3F, 0x9A]
        return error
    }

    static var failures: [Failure] {
        let tls = Endpoint(host: "pop.example.net", security: .tls)
        let stls = Endpoint(host: "pop.example.net", security: .stls)
        let plain: [(POP3Error, Endpoint)] = [
            (POP3Error(.unresolvable), tls), (POP3Error(.connectionRefused), tls), (POP3Error(.unreachable), tls),
            (POP3Error(.timeout), tls), (POP3Error(.notTLS), tls), (POP3Error(.tls), tls),
            (POP3Error(.untrusted(.name), serverText: "mail.host.example"), tls), (unknown(.chain), tls),
            (POP3Error(.untrusted(.expired)), tls), (unknown(.pin), tls),
            (POP3Error(.unsupported, verb: "STLS"), stls), (POP3Error(.injected), stls),
            (POP3Error(.insecure, verb: "PASS"), stls),
            (POP3Error(.refused(.auth), verb: "PASS"), tls), (POP3Error(.refused(.inUse), verb: "PASS"), tls),
            (POP3Error(.refused(.loginDelay), verb: "PASS"), tls), (POP3Error(.refused(.systemTemporary), verb: "PASS"), tls),
            (POP3Error(.refused(.systemPermanent), verb: "PASS"), tls),
            (POP3Error(.refused(nil), verb: "RETR", number: 131), tls),
            (POP3Error(.closed, verb: "RETR", number: 126), tls), (POP3Error(.truncated, number: 126), tls),
            (POP3Error(.protocolViolation), tls), (POP3Error(.limit), tls), (POP3Error(.cancelled), tls),
        ]
        return plain.map { Failure($0, at: $1, user: "anna", waited: .seconds(60)) }
    }
}

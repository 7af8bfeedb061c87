/// The manual page in the language of man(7): the registry's own words, and what belongs to no command.
enum ManPage {
    static func text(_ vocabulary: Vocabulary, version: String) -> String {
        var page = Roff()
        page.raw(".\\\" Made by: martlet man")
        page.raw(".TH MARTLET 1 \"\" \"martlet \(Roff.escaped(version))\" \"User Commands\"")
        page.section("NAME")
        page.text("martlet - get mail out of a POP3 mailbox: a command for scripts and a shell for people")
        page.section("SYNOPSIS")
        for line in vocabulary.program.usage { page.example(line) }
        page.section("DESCRIPTION")
        page.paragraphs(vocabulary.program.details)
        page.section("EXAMPLES")
        for (line, about) in examples { page.item(line, about) }
        page.section("OPTIONS")
        page.options(vocabulary.program.options)
        page.section("COMMANDS")
        page.text("Every command is one of the shell and one of the command line, and takes these options:")
        page.options(Vocabulary.everywhere)
        for command in vocabulary.commands {
            page.subsection(command.name)
            let also = command.aliases.isEmpty ? "" : " Also: \(command.aliases.joined(separator: ", "))."
            page.text(command.summary + "." + also + (command.plugin.map { " (plugin: \($0))" } ?? ""))
            for line in command.page.usage { page.example(line) }
            page.options(command.page.arguments)
            page.options(command.page.options.filter { !$0.names.contains("--help") })
            page.literal(command.page.details)
        }
        for command in vocabulary.programs {
            page.subsection(command.name)
            page.text(command.summary + ". On the command line of martlet alone.")
            for line in command.page.usage { page.example("martlet " + line) }
            page.options(command.page.arguments)
            page.options(command.page.options.filter { !$0.names.contains("--help") })
            page.literal(command.page.details)
        }
        page.section("SELECTIONS")
        page.literal(SelectionHelp.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        page.section("ACCOUNTS")
        page.literal(HelpTopic.accountsText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        page.section("EXIT STATUS")
        for code in ExitCode.allCases { page.item(String(code.rawValue), code.meaning) }
        page.text("75 is the only one that a retry loop may act on.")
        page.section("FILES")
        for (path, about) in files { page.item(path, about) }
        page.section("ENVIRONMENT")
        for (name, about) in environment { page.item(name, about) }
        page.section("STANDARDS")
        page.text("RFC 1939, 2195, 2449, 2595, 3206, 5034, 6186, 6856, 8314, 8997.")
        return page.text
    }

    private static let examples = [
        ("martlet account add anna@example.net", "find the server, sign in, write the account down"),
        ("martlet headers new", "list what was never exported"),
        ("martlet export all ~/mail/in", "every message as a file; the same line again fetches only what is missing"),
        ("martlet -a work -a club export new ~/mail", "two accounts side by side"),
        ("martlet headers --json | jq -r .subject", "for a program"),
        ("martlet demo", "the shell on a mailbox inside the program"),
    ]

    private static let files = [
        ("~/.config/martlet/config.toml", "accounts"), ("~/.local/state/martlet/ledger.sqlite", "what was exported"),
        ("~/.local/state/martlet/sign-ins/", "when you signed in last, at servers that want time between"),
        ("~/.local/state/martlet/history", "lines typed into the shell; none with a password in it"),
        ("~/.cache/martlet/headers.sqlite", "headers that were fetched; may be removed at any time"),
        ("~/.local/share/martlet/plugins", "plugins of your own"),
    ]

    private static let environment = [
        ("XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME, XDG_DATA_HOME", "where the folders above are, if elsewhere"),
        ("MARTLET_PAGER, PAGER", "shows long text; less without it. LESS=FRX is set for it where LESS is not"),
        ("VISUAL, EDITOR", "for account edit; vi without it"), ("NETRC", "a netrc file in place of ~/.netrc"),
        ("NO_COLOR, CLICOLOR_FORCE, TERM", "see --color"),
        ("MARTLET_PLUGIN_PATH", "folders with plugins, divided by colons, in place of those beside the program"),
    ]
}

/// A page in roff, a request or a line of text at a time.
struct Roff {
    private(set) var text = ""

    mutating func raw(_ line: String) { text += line + "\n" }
    mutating func section(_ name: String) { raw(".SH \(Self.escaped(name))") }
    mutating func subsection(_ name: String) { raw(".SS \(Self.escaped(name))") }
    mutating func text(_ line: String) {
        raw(".PP")
        raw(Self.line(line))
    }

    /// Paragraphs, divided by empty lines.
    mutating func paragraphs(_ lines: [String]) {
        raw(".PP")
        for line in lines { raw(line.isEmpty ? ".PP" : Self.line(line)) }
    }

    /// One line as it is typed.
    mutating func example(_ line: String) { literal([line]) }

    /// Lines as they are.
    mutating func literal(_ lines: [String]) {
        var lines = lines[...]
        while lines.first?.isEmpty == true { lines.removeFirst() }
        while lines.last?.isEmpty == true { lines.removeLast() }
        guard !lines.isEmpty else { return }
        raw(".PP\n.nf")
        for line in lines { raw(Self.line(line)) }
        raw(".fi")
    }

    mutating func item(_ label: String, _ about: String) {
        raw(".TP\n\\fB\(Self.escaped(label))\\fR")
        raw(Self.line(about))
    }

    mutating func options(_ options: [HelpPage.Entry]) {
        for option in options {
            let names = option.names.map { "\\fB\(Self.escaped($0))\\fR" }.joined(separator: ", ")
            raw(".TP\n\(names)" + (option.value.map { " \\fI\(Self.escaped($0))\\fR" } ?? ""))
            raw(Self.line(option.text.isEmpty ? " " : option.text))
        }
    }

    /// A line of text: one that begins like a request is kept from being one.
    private static func line(_ text: String) -> String {
        let escaped = escaped(text)
        return text.first == "." || text.first == "'" || text.isEmpty ? "\\&" + escaped : escaped
    }

    /// Text that roff sets as it stands.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in Escape.line(text).unicodeScalars {
            switch scalar {
            case "\\": out += "\\e"
            case "-": out += "\\-"
            case "'": out += "\\(aq"
            case "`": out += "\\(ga"
            case "^": out += "\\(ha"
            case "~": out += "\\(ti"
            case "\"": out += "\\(dq"
            case "…": out += "..."
            case _ where scalar.value > 0x7E:
                let hex = String(scalar.value, radix: 16, uppercase: true)
                out += "\\[u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "]"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}

/// What `help` explains that is no command.
enum HelpTopic: String, CaseIterable {
    case accounts, errors
    case exitCodes = "exit-codes"
    case json, scripts, selection

    /// `accounts, errors, …`.
    static let list = allCases.map(\.rawValue).joined(separator: ", ")

    /// - Parameter columns: of the page.
    func text(columns: Int) -> String { Wrap.page(written(columns: columns), columns) }

    private func written(columns: Int) -> String {
        switch self {
        case .accounts: Self.accountsText
        case .errors: ErrorTable.text(columns: columns)
        case .exitCodes: Self.exitCodesText
        case .json: Self.jsonText
        case .scripts: Self.scriptsText
        case .selection: SelectionHelp.text
        }
    }

    private static var exitCodesText: String {
        var text = ""
        for code in ExitCode.allCases { text += "\(DisplayWidth.fit("\(code.rawValue)", 5))\(code.meaning)\n" }
        text += "75 is the only code a retry loop may act on.\n"
        let order = ExitCode.bySeriousness.map { String($0.rawValue) }.joined(separator: " ")
        return text + "Over several accounts: 0 where all are well, else the first of\n     \(order)\n"
    }

    private static let jsonText = """
          headers new --json              one object a line, on stdout
          schema                          every command's objects, as JSON
          schema headers                  one command's

        With --json a command prints JSON Lines (an object, LF, the next) in UTF-8,
        and an error as {"error":{"kind","message","server","kept","hint","exit"}} on
        stderr; "expression" and "offset" in it say where a selection is wrong, in
        code points from 0. Keys that have nothing to say are left out.
        --progress=json tells there how far it is, ten times a second at most:
        {"progress":{"verb","done","total","octets","total_octets"}}. Times are
        RFC 3339 in UTC, sizes are octets. Over several accounts every object begins
        with "account".

        "schema" answers {"version":1,"commands":{NAME:SHAPE,…}}. A shape is the
        object itself with types for values: "string", "integer", "number", "boolean",
        "null"; "null|string" for either; [SHAPE] for a list of those, [SHAPE,"null"]
        for such a list or null. A key with "?" at its end may be missing. "none": the
        command prints no object; "text" and "octets": it prints what it always does;
        null: a plugin's own affair. Within one version keys and types stay; keys may
        be added.

        """

    private static let scriptsText = """
        What is typed in the shell is what a script says.

          martlet -a work -c 'export new ~/mail; -delete older:30d seen; quit --yes'
          martlet -a work -f nightly.mtl         a command a line; -f - reads stdin
          martlet -a work check -q && notify-send mail      exit code 1: nothing new

        The first command that fails ends the run with its exit code, and says where.
        A - in front ignores one failure. # begins a comment. Marks go with quit --yes,
        and with nothing else: the end of a script leaves all mail where it is.

        """

    static let accountsText = """
        Accounts stand in ~/.config/martlet/config.toml. martlet writes there only when
        told to: "account add" puts a table behind its end, "account remove" cuts one
        out and keeps a copy, "trust pin" and "account password" put a line behind its
        end or tell you where to put it; every other octet stays as it was.

          default = "work"               used where neither server nor account is named

          [account.work]
          server   = "pops://pop.example.net"       pop://: STLS required, port 110
          user     = "anna"                         else address = "…"
          password = { command = ["pass", "show", "mail/anna"] }
          # no shell; a string instead of the list goes to /bin/sh. { file = "…" } is
          # a file for your eyes only, { netrc = "~/.netrc" } one with machine, login
          # and password; netrc = true means ~/.netrc. Without password you are asked. A
          # keyring: { command = ["secret-tool", "lookup", "service", "pop3"] }
          # In place of password, for Google and Microsoft:
          #   token = { command = ["ortie", "token", "show"] }        or { file = "…" }
          # whose first line is an OAuth 2 access token, fetched at every sign-in.
          # also: address, ca-file, pin, insecure-cleartext, timeout

          martlet -a work headers                   one account
          martlet export new DIR -a work -a club    into DIR/work and DIR/club, at once
          martlet --all-accounts export new 'DIR/{account}/in'
          … --jobs 4 --per-host 2                   at once in all, and to one host
          … --shard 0/8                             the first of eight parts
          connect work                              in the shell

        """
}

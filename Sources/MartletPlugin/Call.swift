import CMartletPlugin

/// One run of one command: what was asked, and the ways to answer. Do not keep it beyond `run`.
public struct Call {
    let raw: OpaquePointer

    init(_ raw: OpaquePointer) { self.raw = raw }

    /// The arguments behind the command's name, options left out.
    public var argumentCount: Int { host.argument_count(raw) }

    /// The octets of an argument: a path need not be UTF-8. Empty beyond the last.
    public func argument(_ index: Int) -> Octets { Octets(host.argument(raw, index)) }

    /// Arguments as one selection expression: a space narrows. `fallback` when there are none.
    ///
    /// Joined by line ends, so that the host can tell one argument with blanks in it from two.
    public func expression(from first: Int = 0, first count: Int, else fallback: String = "") -> String {
        count == 0 ? fallback : (first..<first + count).map { argument($0).string }.joined(separator: "\n")
    }

    /// The value of an option; nil when it was not given.
    public func option(_ name: String) -> String? {
        let value = name.lend { host.option(raw, $0) }
        return value.at == nil ? nil : Octets(value).string
    }

    public func flag(_ name: String) -> Bool { name.lend { host.option(raw, $0) }.at != nil }

    /// Chooses messages.
    /// - Throws: when the expression is wrong; the host has said why.
    public func select(_ expression: String) throws(CommandExit) -> Selection {
        guard let chosen = expression.lend({ host.select(raw, $0) }) else {
            let code = host.fail_code(raw)
            throw CommandExit(code == 0 ? .exitUsage : code)
        }
        return Selection(chosen)
    }

    /// The message was shown: it is what `.` means from now on.
    public func show(_ number: UInt32) { host.show(raw, number) }

    /// These messages were listed, a row each: they are what `^` means from now on.
    public func listed(_ selection: Selection) { host.listed(raw, selection.raw) }

    /// Who is signed in where: `anna@pop.example.net`.
    public var account: String { Octets(host.account(raw)).string }

    /// One line for people, on stderr; silent under `-q` and `--json`.
    public func note(_ line: String) { line.lend { host.note(raw, $0) } }

    /// Likewise, not silenced.
    public func warn(_ line: String) { line.lend { host.warn(raw, $0) } }

    /// A line for the log, where one is kept.
    public func log(_ line: String) { line.lend { host.log(raw, $0) } }

    /// How far a long job is. Cheap.
    public func progress(_ done: Int, of total: Int, octets: Int64, ofOctets: Int64? = nil) {
        host.progress(raw, UInt64(done), UInt64(total), octets, ofOctets ?? -1)
    }

    /// Whether rows are for a program: then a row for each thing that happened is welcome.
    public var wantsEvents: Bool { host.wants_events(raw) }

    /// Asks the host to delete messages from the server that the ledger has in `store`; what is not recorded there stays. They go
    /// when the session ends with QUIT.
    /// - Returns: how many the server marked, and 0 or an exit code; the host has said why.
    public func remove(_ numbers: [UInt32], recordedIn store: String) -> (removed: Int, code: Int32) {
        var removed = 0
        let code = store.lend { store in
            numbers.withUnsafeBufferPointer { host.remove(raw, store, $0.baseAddress, $0.count, &removed) }
        }
        return (removed, code)
    }

    /// A SHA-256 of octets of your own, for the length of the call; nil when the host has none and has said so.
    public func makeDigest() -> Digest? { host.digest_create(raw).map(Digest.init) }

    /// Whether the user wants to stop: finish what is whole, commit, exit with `.exitInterrupted`.
    public var cancelled: Bool { host.cancelled(raw) }

    /// Fails: what did not happen, what is safe, the next step. The first failure of a call is shown.
    /// - Returns: what to throw.
    @discardableResult
    public func fail(_ code: Int32, _ message: String, kept: String = "", hint: String = "") -> CommandExit {
        message.lend { message in
            kept.lend { kept in hint.lend { hint in CommandExit(host.fail(raw, code, message, kept, hint)) } }
        }
    }

    /// The code of the failure so far, 0 for none.
    public var failCode: Int32 { host.fail_code(raw) }

    /// A new random name for a store: 32 lower-case hexadecimal digits.
    public func makeStoreName() -> String { Octets(host.store_name(raw)).string }

    /// What is known to be stored in that store from this account.
    public func ledger(_ store: String) -> Ledger { Ledger(raw, store) }
}

/// One key more in an account's table of config.toml. The file is its owner's: the line goes behind its end where that still is the
/// account's table, and is told to the owner where it is not.
struct AccountLine {
    /// What became of it.
    enum Outcome: Equatable {
        case written
        /// Lines that somebody has to type, where, and the line an editor opens at.
        case byHand([String], place: String, line: Int)
    }

    let account: String
    let key: String
    /// As TOML has it; nil: the key has to go.
    let value: String?
    /// Stands behind a line that is put there: nobody has to type it.
    var comment: String?
    /// Lines of a table `[account.NAME.KEY]` that says the same: it may stand behind any other table.
    var members: [String]?
    /// Keys that say another thing of the same matter: both would be refused.
    var rivals: [String] = []

    private var place: [String] { ["account", account] }
    private var text: String? { value.map { "\(key) = \($0)" } }
    private var table: [String]? { members.map { [AccountText.heading(account, key)] + $0 } }

    /// Puts it behind the end, if the file then says of all accounts what it said before, and of this one what `change` makes of it.
    /// - Throws: where the file cannot be read or written.
    func put(into book: AccountBook, _ change: (inout Settings) -> Void) throws(Failure) -> Outcome {
        guard let old = try ConfigFile.content(of: book.path) else {
            throw Failure(.configuration, "config", "there is no file \(book.path)", hint: "account add ADDRESS")
        }
        let statements = KeyLines(old).statements
        let taken = statements.filter { at in
            ([key] + rivals).contains { at.path == place + [$0] || at.isHeading && at.path.starts(with: place + [$0]) }
        }
        if taken.isEmpty {
            let isLast = statements.last(where: \.isHeading)?.path == place
            let ours = value.map { [AccountText.line(key, $0) + (comment.map { "  # " + $0 } ?? "")] }
            for lines in [isLast ? ours : nil, table.map { [""] + $0 }].compactMap(\.self) {
                let more = (old.last == 10 ? "" : "\n") + lines.joined(separator: "\n") + "\n"
                guard try proves(old + Array(more.utf8), of: old, book, change) else { continue }
                // Behind somebody else's new table the line would be that one's.
                guard try ConfigFile.content(of: book.path) == old else {
                    throw Failure(
                        .io, "config", "\(book.path) was changed meanwhile; it was left alone", hint: "the same again")
                }
                try ConfigWriter.append(Array(more.utf8), to: book.path)
                book.forget()
                return .written
            }
        }
        return byHand(old, statements, taken)
    }

    private func proves(
        _ new: [UInt8], of old: [UInt8], _ book: AccountBook, _ change: (inout Settings) -> Void
    ) throws(Failure) -> Bool {
        let folder = ConfigFile.folder(of: book.path)
        let before = try ConfigFile(old, name: book.name, folder: folder)
        var wanted = before.accounts
        for index in wanted.indices where wanted[index].name == account { change(&wanted[index].settings) }
        do throws(Failure) {
            let after = try ConfigFile(new, name: book.name, folder: folder)
            return after.accounts == wanted && after.standard == before.standard
        } catch {
            return false  // no place for it: its owner is told
        }
    }

    private func byHand(_ octets: [UInt8], _ statements: [KeyLines.Statement], _ taken: [KeyLines.Statement]) -> Outcome {
        func line(_ offset: Int) -> Int { octets[..<offset].count { $0 == 10 } + 1 }
        if let first = taken.first {
            let began = line(first.octets.lowerBound)
            let ended = max(began, line(max(0, first.octets.upperBound - 1)))
            let lines = first.isHeading ? table ?? [] : text.map { [$0] } ?? []
            let which =
                first.isHeading ? "the table in line \(began)" : began == ended ? "line \(began)" : "lines \(began) to \(ended)"
            return .byHand(lines, place: lines.isEmpty ? which : "in place of \(which)", line: began)
        }
        let lines = text.map { [$0] } ?? []
        if let heading = statements.first(where: { $0.isHeading && $0.path == place }) {
            let began = line(heading.octets.lowerBound)
            return .byHand(lines, place: "below line \(began)", line: began)
        }
        // Written as a dotted key or an inline table: what has to be typed depends on how.
        let began = KeyLines(octets)[place]
        return .byHand(lines, place: "into account \"\(account)\", line \(began)", line: began)
    }
}

extension AccountLine {
    /// Puts it there, or has its owner do it: at a terminal in an editor, at once.
    /// - Throws: exit code 78, with the line and its place, where nobody can be asked.
    /// - Returns: whether the file says it now.
    func settle(in workspace: Workspace, _ change: (inout Settings) -> Void) throws(Failure) -> Bool {
        let book = workspace.accounts
        let console = workspace.console
        switch try put(into: book, change) {
        case .written: return true
        case .byHand(let lines, let place, let line):
            let question = Question(console)
            guard question.isPossible else {
                throw Failure(
                    .configuration, "config",
                    lines.isEmpty
                        ? "\(place) has to go from \(book.path), by hand: martlet rewrites no file of yours"
                        : "this goes into \(book.path) by hand, \(place): martlet rewrites no file of yours",
                    kept: "the file is as it was",
                    hint: lines.isEmpty ? "account edit \(account)" : lines.joined(separator: " | "))
            }
            console.tell(
                lines.isEmpty
                    ? "This has to go from \(book.name), by hand: \(place)" : "This goes into \(book.name) by hand, \(place):")
            for line in lines { console.tell("  " + line) }
            guard try question.confirms("Open the editor there?", otherwise: true, option: "account edit \(account)") else {
                return false
            }
            try Editor.run(book.path, line: line)
            book.forget()
            var wanted = try book.find(account)?.settings
            let found = wanted
            if wanted != nil { change(&wanted!) }
            guard found != nil, wanted == found else {
                console.tell("\(book.name) says something else still")
                return false
            }
            return true
        }
    }
}

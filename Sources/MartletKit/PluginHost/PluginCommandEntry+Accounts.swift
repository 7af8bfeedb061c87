/// What running over several accounts asks of a command.
extension PluginCommandEntry {
    var overAccounts: OverAccounts { needsMaildrop ? .yes : .no }

    var argumentWords: String { arguments }

    func check(_ arguments: [String]) throws(Failure) { _ = try parse(arguments) }

    func argumentIndices(in words: [String]) -> [Int] {
        var found: [Int] = []
        var at = 0
        var literal = false
        while at < words.count {
            let word = words[at]
            if literal || !word.hasPrefix("--") {
                found.append(at)
            } else if word == "--" {
                literal = true
            } else if options.contains(where: { "--" + $0.name == word && !$0.value.isEmpty }) {
                at += 1  // its value
            }
            at += 1
        }
        return found
    }
}

/// Completions for fish 3.
enum FishCompletions {
    static func script(_ vocabulary: Vocabulary) -> String {
        let valued = vocabulary.optionsWithValue.flatMap(\.names).joined(separator: " ")
        var lines = [
            "# Completions of martlet for fish, made by: martlet completions fish",
            "function __martlet_words",
            "    set -l skip 0",
            "    for word in (commandline -opc)[2..-1]",
            "        if test $skip = 1",
            "            set skip 0",
            "        else if contains -- $word \(valued)",
            "            set skip 1",
            "        else if not string match -q -- '-*' $word",
            "            echo $word",
            "        end",
            "    end",
            "end",
            "function __martlet_bare",
            "    test (count (__martlet_words)) = 0",
            "end",
            "function __martlet_in",
            "    set -l words (__martlet_words)",
            "    contains -- \"$words[1]\" $argv",
            "end",
            "function __martlet_at",
            // In quotes: without a word yet it would be no argument at all.
            "    set -l line (string join ' ' (__martlet_words))",
            "    test \"$line\" = \"$argv\"",
            "end",
            "function __martlet_accounts",
            "    martlet \(CompletionText.accounts)",
            "end",
        ]
        for option in vocabulary.program.options { lines.append(line("__martlet_bare", option)) }
        for command in vocabulary.all {
            lines.append("complete -c martlet -n __martlet_bare -f -a \(command.name) -d \(quoted(command.summary))")
        }
        for command in vocabulary.all {
            // The condition is a command of fish, in which ? stands for any character.
            let spelled = [command.name] + command.aliases.map { $0.replacing("?", with: "\\?") }
            let names = spelled.joined(separator: " ")
            for option in vocabulary.options(of: command) { lines.append(line("__martlet_in \(names)", option)) }
            var words = command.words
            if command.page.takesSelection { words += Vocabulary.selectionWords }
            guard !words.isEmpty else { continue }
            let places = command.page.takesSelection ? ["__martlet_in \(names)"] : spelled.map { "__martlet_at \($0)" }
            for place in places {
                lines.append("complete -c martlet -n \(quoted(place)) -a \(quoted(words.joined(separator: " ")))")
            }
        }
        for place in Registry.accountsBehind {
            lines.append("complete -c martlet -n \(quoted("__martlet_at \(place)")) -f -a '(__martlet_accounts)'")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ place: String, _ option: HelpPage.Entry) -> String {
        var text = "complete -c martlet -n \(quoted(place))"
        for name in option.names {
            text += name.hasPrefix("--") ? " -l \(name.dropFirst(2))" : " -s \(name.dropFirst())"
        }
        if CompletionText.isAccount(option) {
            text += " -x -a '(__martlet_accounts)'"
        } else if option.value != nil {
            text += CompletionText.isPath(option) ? " -r -F" : " -x"
        }
        return text + " -d \(quoted(option.text))"
    }

    /// In fish only \ and ' are special inside '…'.
    private static func quoted(_ text: String) -> String {
        "'" + Escape.line(text).replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}

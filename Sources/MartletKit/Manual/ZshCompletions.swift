/// Completions for zsh, as a function file of its own.
enum ZshCompletions {
    static func script(_ vocabulary: Vocabulary) -> String {
        let valued = vocabulary.optionsWithValue
        let free = valued.filter { !CompletionText.isPath($0) && !CompletionText.isAccount($0) }
        var cases = ""
        for command in vocabulary.all {
            let own = vocabulary.options(of: command).filter { $0.value != nil }
            var words = command.words
            if command.page.takesSelection { words += Vocabulary.selectionWords }
            let names = ([command.name] + command.aliases.map(CompletionText.quoted)).joined(separator: "|")
            cases += """
                        (\(names))
                            options=(\(described(vocabulary.options(of: command))))
                            words_here=(\(words.map(CompletionText.quoted).joined(separator: " ")))
                            paths=(\(CompletionText.names(own.filter(CompletionText.isPath))))
                            values=(\(CompletionText.names(own.filter { !CompletionText.isPath($0) })))
                            ;;

                """
        }
        let commands = vocabulary.all.map { pair($0.name, $0.summary) }
        return """
            #compdef martlet
            # Completions of martlet for zsh, made by: martlet completions zsh
            _martlet() {
                local command='' subject='' at=2
                local -a options words_here accounts paths values
                while ((at < CURRENT)); do
                    case ${words[at]} in
                        (\(CompletionText.pattern(valued))) ((at++)) ;;
                        (-*) ;;
                        (*) if [[ -z $command ]]; then command=${words[at]}; else subject+=" ${words[at]}"; fi ;;
                    esac
                    ((at++))
                done
                case ${words[CURRENT-1]} in
                    (-a|--account)
                        accounts=(${(f)"$(_call_program accounts ${words[1]} \(CompletionText.accounts))"})
                        compadd -a accounts
                        return
                        ;;
                    (\(CompletionText.pattern(valued.filter(CompletionText.isPath)))) _files; return ;;
                    (\(CompletionText.pattern(free))) return ;;
                esac
                case $command in
                    ('')
                        options=(\(described(vocabulary.program.options)))
                        if [[ ${words[CURRENT]} != -* ]]; then
                            words_here=(\(commands.joined(separator: " ")))
                            _describe -t commands command words_here
                            return
                        fi
                        ;;
            \(cases)    esac
                if ((${paths[(Ie)${words[CURRENT-1]}]})); then _files; return; fi
                if ((${values[(Ie)${words[CURRENT-1]}]})); then return; fi
                case $command$subject in
                    (\(Registry.accountsBehind.map(CompletionText.quoted).joined(separator: "|")))
                        words_here=(${(f)"$(_call_program accounts ${words[1]} \(CompletionText.accounts))"})
                        ;;
                    (*' '*) case $command in (account|completions|plugin|help) words_here=() ;; esac ;;
                esac
                if [[ ${words[CURRENT]} == -* ]]; then
                    _describe -o option options
                else
                    compadd -a words_here
                    _files
                fi
            }
            if [[ $funcstack[1] == _martlet ]]; then _martlet "$@"; else compdef _martlet martlet; fi

            """
    }

    private static func described(_ options: [HelpPage.Entry]) -> String {
        options.flatMap { option in option.names.filter { $0.hasPrefix("--") }.map { pair($0, option.text) } }.joined(
            separator: " ")
    }

    /// `'name:what it is'`; a colon of the name's own would divide it.
    private static func pair(_ name: String, _ text: String) -> String {
        CompletionText.quoted(name.replacing(":", with: "\\:") + ":" + text)
    }
}

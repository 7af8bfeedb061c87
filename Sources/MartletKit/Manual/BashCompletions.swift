/// Completions for bash 3.2 and newer: no bash-completion package is needed.
enum BashCompletions {
    static func script(_ vocabulary: Vocabulary) -> String {
        let valued = vocabulary.optionsWithValue
        let free = valued.filter { !CompletionText.isPath($0) && !CompletionText.isAccount($0) }
        var cases = ""
        for command in vocabulary.commands {
            let options = vocabulary.options(of: command)
            var words = command.words
            if command.page.takesSelection { words += Vocabulary.selectionWords }
            let names = ([command.name] + command.aliases.map(CompletionText.quoted)).joined(separator: "|")
            cases += """
                        \(names))
                            options=\(CompletionText.quoted(options.flatMap(\.names).filter { $0.hasPrefix("--") }.joined(separator: " ")))
                            words=\(CompletionText.quoted(words.joined(separator: " ")))
                            ;;

                """
        }
        let pathOptions = CompletionText.pattern(valued.filter(CompletionText.isPath))
        return """
            # Completions of martlet for bash, made by: martlet completions bash
            _martlet() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= subject= at options words
                COMPREPLY=()
                for ((at = 1; at < COMP_CWORD; at++)); do
                    case ${COMP_WORDS[at]} in
                        \(CompletionText.pattern(valued)))
                            # "--name=value" is three words here.
                            at=$((at + 1))
                            if [[ ${COMP_WORDS[at]} == "=" ]]; then at=$((at + 1)); fi
                            ;;
                        -*) ;;
                        *)
                            if [[ -z $command ]]; then command=${COMP_WORDS[at]}; else subject+=" ${COMP_WORDS[at]}"; fi
                            ;;
                    esac
                done
                if [[ $prev == "=" ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
                if [[ $cur == "=" ]]; then cur=; fi
                case $prev in
                    -a|--account)
                        COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" \(CompletionText.accounts))" -- "$cur"))
                        return
                        ;;
                    \(pathOptions)) COMPREPLY=($(compgen -f -- "$cur")); return ;;
                    \(CompletionText.pattern(free))) return ;;
                esac
                case $command in
                    '')
                        options=\(CompletionText.quoted(vocabulary.program.options.flatMap(\.names).filter { $0.hasPrefix("--") }.joined(separator: " ")))
                        words=\(CompletionText.quoted((vocabulary.commands.map(\.name) + ["demo"]).joined(separator: " ")))
                        ;;
            \(cases)    esac
                case $command$subject in
                    \(Registry.accountsBehind.map(CompletionText.quoted).joined(separator: "|")))
                        words=$("${COMP_WORDS[0]}" \(CompletionText.accounts))
                        ;;
                    *" "*) case $command in account|completions|plugin|help) words= ;; esac ;;
                esac
                case $cur in
                    -*) COMPREPLY=($(compgen -W "$options" -- "$cur")) ;;
                    *) COMPREPLY=($(compgen -W "$words" -- "$cur")) ;;
                esac
            }
            complete -o default -F _martlet martlet

            """
    }
}

/// Completions for bash 3.2 and newer: no bash-completion package is needed.
enum BashCompletions {
    static func script(_ vocabulary: Vocabulary) -> String {
        let valued = vocabulary.optionsWithValue
        let free = valued.filter { !CompletionText.isPath($0) && !CompletionText.isAccount($0) }
        var cases = ""
        for command in vocabulary.all {
            let options = vocabulary.options(of: command)
            let own = options.filter { $0.value != nil }
            var words = command.words
            if command.page.takesSelection { words += Vocabulary.selectionWords }
            let names = ([command.name] + command.aliases.map(CompletionText.quoted)).joined(separator: "|")
            cases += """
                        \(names))
                            options=\(CompletionText.quoted(options.flatMap(\.names).filter { $0.hasPrefix("--") }.joined(separator: " ")))
                            words=\(CompletionText.quoted(words.joined(separator: " ")))
                            paths=\(CompletionText.quoted(CompletionText.names(own.filter(CompletionText.isPath))))
                            values=\(CompletionText.quoted(CompletionText.names(own.filter { !CompletionText.isPath($0) })))
                            ;;

                """
        }
        let pathOptions = CompletionText.pattern(valued.filter(CompletionText.isPath))
        return """
            # Completions of martlet for bash, made by: martlet completions bash
            # Where anything may stand, no file is offered either; bash 3.2 cannot be told so.
            _martlet_nothing() { compopt +o default 2>/dev/null; }
            _martlet() {
                local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= subject= at options words paths values
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
                    # With nothing of ours readline completes file names itself: it knows their blanks and puts the slash behind a folder.
                    \(pathOptions)) return ;;
                    \(CompletionText.pattern(free))) _martlet_nothing; return ;;
                esac
                case $command in
                    '')
                        options=\(CompletionText.quoted(vocabulary.program.options.flatMap(\.names).filter { $0.hasPrefix("--") }.joined(separator: " ")))
                        words=\(CompletionText.quoted(vocabulary.all.map(\.name).joined(separator: " ")))
                        ;;
            \(cases)    esac
                case " $paths " in *" $prev "*) return ;; esac
                case " $values " in *" $prev "*) _martlet_nothing; return ;; esac
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

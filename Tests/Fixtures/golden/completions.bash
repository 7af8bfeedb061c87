# Completions of martlet for bash, made by: martlet completions bash
# Where anything may stand, no file is offered either; bash 3.2 cannot be told so.
_martlet_nothing() { compopt +o default 2>/dev/null; }
_martlet() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= subject= at options words paths values
    COMPREPLY=()
    for ((at = 1; at < COMP_CWORD; at++)); do
        case ${COMP_WORDS[at]} in
            -a|--account|--log|--jobs)
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
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" account list 2>/dev/null | cut -f1)" -- "$cur"))
            return
            ;;
        # With nothing of ours readline completes file names itself: it knows their blanks and puts the slash behind a folder.
        --log) return ;;
        --jobs) _martlet_nothing; return ;;
    esac
    case $command in
        '')
            options='--account --log --jobs --json --help'
            words='account show demo'
            ;;
        account)
            options='--password-command --yes --json --quiet --whole --progress=json --help'
            words='list check add edit password remove'
            paths=''
            values='--password-command'
            ;;
        show|'?')
            options='--depth --json --quiet --whole --progress=json --help'
            words='all new seen exported marked and not or'
            paths=''
            values='--depth'
            ;;
        demo)
            options='--export'
            words=''
            paths='--export'
            values=''
            ;;
    esac
    case " $paths " in *" $prev "*) return ;; esac
    case " $values " in *" $prev "*) _martlet_nothing; return ;; esac
    case $command$subject in
        'connect'|'account check'|'account edit'|'account remove'|'account password'|'trust pin')
            words=$("${COMP_WORDS[0]}" account list 2>/dev/null | cut -f1)
            ;;
        *" "*) case $command in account|completions|plugin|help) words= ;; esac ;;
    esac
    case $cur in
        -*) COMPREPLY=($(compgen -W "$options" -- "$cur")) ;;
        *) COMPREPLY=($(compgen -W "$words" -- "$cur")) ;;
    esac
}
complete -o default -F _martlet martlet

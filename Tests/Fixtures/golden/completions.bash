# Completions of martlet for bash, made by: martlet completions bash
_martlet() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= subject= at options words
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
        --log) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --jobs) return ;;
    esac
    case $command in
        '')
            options='--account --log --jobs --json --help'
            words='account show demo'
            ;;
        account)
            options='--password-command --yes --json --quiet --whole --progress=json --help'
            words='list check add edit password remove'
            ;;
        show|'?')
            options='--depth --json --quiet --whole --progress=json --help'
            words='all new seen exported marked and not or'
            ;;
    esac
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

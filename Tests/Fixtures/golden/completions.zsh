#compdef martlet
# Completions of martlet for zsh, made by: martlet completions zsh
_martlet() {
    local command='' subject='' at=2
    local -a options words_here accounts paths values
    while ((at < CURRENT)); do
        case ${words[at]} in
            (-a|--account|--log|--jobs) ((at++)) ;;
            (-*) ;;
            (*) if [[ -z $command ]]; then command=${words[at]}; else subject+=" ${words[at]}"; fi ;;
        esac
        ((at++))
    done
    case ${words[CURRENT-1]} in
        (-a|--account)
            accounts=(${(f)"$(_call_program accounts ${words[1]} account list 2>/dev/null | cut -f1)"})
            compadd -a accounts
            return
            ;;
        (--log) _files; return ;;
        (--jobs) return ;;
    esac
    case $command in
        ('')
            options=('--account:an account' '--log:a file' '--jobs:so many' '--json:JSON Lines' '--help:Show help information.')
            if [[ ${words[CURRENT]} != -* ]]; then
                words_here=('account:accounts: all of them' 'show:show $HOME \ `x`' 'demo:try martlet on an embedded server')
                _describe -t commands command words_here
                return
            fi
            ;;
        (account)
            options=('--password-command:prints it: `pass` or "it'\''s"' '--yes:do not ask' '--json:JSON Lines on stdout, errors as JSON on stderr' '--quiet:no conversation, only data and errors' '--whole:fetch messages whole where the server cannot send headers' '--progress=json:how far it is, as JSON Lines on stderr' '--help:explain the command')
            words_here=('list' 'check' 'add' 'edit' 'password' 'remove')
            paths=()
            values=(--password-command)
            ;;
        (show|'?')
            options=('--depth:how deep' '--json:JSON Lines on stdout, errors as JSON on stderr' '--quiet:no conversation, only data and errors' '--whole:fetch messages whole where the server cannot send headers' '--progress=json:how far it is, as JSON Lines on stderr' '--help:explain the command')
            words_here=('all' 'new' 'seen' 'exported' 'marked' 'and' 'not' 'or')
            paths=()
            values=(--depth)
            ;;
        (demo)
            options=('--export:export and end')
            words_here=()
            paths=(--export)
            values=()
            ;;
    esac
    if ((${paths[(Ie)${words[CURRENT-1]}]})); then _files; return; fi
    if ((${values[(Ie)${words[CURRENT-1]}]})); then return; fi
    case $command$subject in
        ('connect'|'account check'|'account edit'|'account remove'|'account password'|'trust pin')
            words_here=(${(f)"$(_call_program accounts ${words[1]} account list 2>/dev/null | cut -f1)"})
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

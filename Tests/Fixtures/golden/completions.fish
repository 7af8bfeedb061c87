# Completions of martlet for fish, made by: martlet completions fish
function __martlet_words
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if contains -- $word -a --account --log --jobs
            set skip 1
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end
function __martlet_bare
    test (count (__martlet_words)) = 0
end
function __martlet_in
    set -l words (__martlet_words)
    contains -- "$words[1]" $argv
end
function __martlet_at
    set -l line (string join ' ' (__martlet_words))
    test "$line" = "$argv"
end
function __martlet_accounts
    martlet account list 2>/dev/null | cut -f1
end
complete -c martlet -n '__martlet_bare' -s a -l account -x -a '(__martlet_accounts)' -d 'an account'
complete -c martlet -n '__martlet_bare' -l log -r -F -d 'a file'
complete -c martlet -n '__martlet_bare' -l jobs -x -d 'so many'
complete -c martlet -n '__martlet_bare' -l json -d 'JSON Lines'
complete -c martlet -n '__martlet_bare' -s h -l help -d 'Show help information.'
complete -c martlet -n __martlet_bare -f -a account -d 'accounts: all of them'
complete -c martlet -n __martlet_bare -f -a show -d 'show $HOME \\ `x`'
complete -c martlet -n __martlet_bare -f -a demo -d 'try martlet on an embedded server'
complete -c martlet -n '__martlet_in account' -l password-command -x -d 'prints it: `pass` or "it\'s"'
complete -c martlet -n '__martlet_in account' -l yes -d 'do not ask'
complete -c martlet -n '__martlet_in account' -l json -d 'JSON Lines on stdout, errors as JSON on stderr'
complete -c martlet -n '__martlet_in account' -s q -l quiet -d 'no conversation, only data and errors'
complete -c martlet -n '__martlet_in account' -l whole -d 'fetch messages whole where the server cannot send headers'
complete -c martlet -n '__martlet_in account' -l progress=json -d 'how far it is, as JSON Lines on stderr'
complete -c martlet -n '__martlet_in account' -s h -l help -d 'explain the command'
complete -c martlet -n '__martlet_at account' -a 'list check add edit password remove'
complete -c martlet -n '__martlet_in show \\?' -l depth -x -d 'how deep'
complete -c martlet -n '__martlet_in show \\?' -l json -d 'JSON Lines on stdout, errors as JSON on stderr'
complete -c martlet -n '__martlet_in show \\?' -s q -l quiet -d 'no conversation, only data and errors'
complete -c martlet -n '__martlet_in show \\?' -l whole -d 'fetch messages whole where the server cannot send headers'
complete -c martlet -n '__martlet_in show \\?' -l progress=json -d 'how far it is, as JSON Lines on stderr'
complete -c martlet -n '__martlet_in show \\?' -s h -l help -d 'explain the command'
complete -c martlet -n '__martlet_in show \\?' -a 'all new seen exported marked and not or'
complete -c martlet -n '__martlet_in demo' -l export -r -F -d 'export and end'
complete -c martlet -n '__martlet_at connect' -f -a '(__martlet_accounts)'
complete -c martlet -n '__martlet_at account check' -f -a '(__martlet_accounts)'
complete -c martlet -n '__martlet_at account edit' -f -a '(__martlet_accounts)'
complete -c martlet -n '__martlet_at account remove' -f -a '(__martlet_accounts)'
complete -c martlet -n '__martlet_at account password' -f -a '(__martlet_accounts)'
complete -c martlet -n '__martlet_at trust pin' -f -a '(__martlet_accounts)'

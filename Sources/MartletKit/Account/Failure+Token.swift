internal import POP3

extension Failure {
    static let tokenRefusedKind = "token-refused"

    /// A refused sign-in, said of the token: it is old, or for another server or user.
    static func tokenRefused(_ refusal: Failure, _ source: PasswordSource) -> Failure {
        var failure = refusal
        failure.kind = tokenRefusedKind
        switch source {
        case .command(let command):
            failure.message = "the token command gave a token the server refuses"
            failure.hint = "run the command by hand: `\(command)`"
        case .program(let words):
            failure.message = "the token command gave a token the server refuses"
            failure.hint = "run the command by hand: `\(words.map(shellWord).joined(separator: " "))`"
        case .file(let path):
            failure.message = "the server refuses the token in \(path)"
            failure.hint = "put a fresh one there"
        case .descriptor, .netrc, .prompt, .given:
            failure.message = "the server refuses the token"
            failure.hint = "the same with a fresh one"
        }
        return failure
    }

    /// No answer came to the token: the same, as a guess.
    static func hungUpAtToken(_ hungUp: Failure, _ source: PasswordSource) -> Failure {
        var failure = hungUp
        failure.message = hungUp.message.replacing("at the password", with: "at the token")
        failure.hint = tokenRefused(hungUp, source).hint
        return failure
    }

    /// The server knows neither mechanism. Passwords are not tried instead: there is none.
    static func takesNoTokens(_ endpoint: Endpoint, account: String?) -> Failure {
        let password = "password = { command = [\"pass\", \"show\", \"mail\"] }"
        return Failure(
            .unavailable, "takes-no-tokens",
            "\(endpoint.authority) takes no tokens: it offers neither OAUTHBEARER nor XOAUTH2; nothing secret was sent",
            hint: account.map { "\(password) in place of token in [account.\($0)]" } ?? "--password-command in place of --token-…"
        )
    }

    /// A word as a shell reads it back.
    private static func shellWord(_ word: String) -> String {
        let isPlain = !word.contains(" ") && AccountText.plainWords(word) != nil
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}

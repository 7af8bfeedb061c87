internal import POP3

/// Signing in with an OAuth 2 access token in place of a password.
extension Mailbox {
    /// Fetches the token that the settings name and lends it to `signIn`.
    /// - Parameter mechanism: nil: whichever the server offers.
    /// - Throws: where the server takes none, before a token is fetched: exit code 69. Where it refuses this one: 77.
    func withToken<R>(
        of user: String, for session: Session, by mechanism: Session.TokenMechanism? = nil,
        _ signIn: ([UInt8]) throws(POP3Error) -> R
    ) throws(Failure) -> R {
        guard let source = settings.token else {
            throw .usage("no token was named", hint: "--token-command CMD, or token = { command = … } in the account")
        }
        if mechanism == nil {
            do throws(Failure) { _ = try failing { () throws(POP3Error) in try session.tokenMechanism() } } catch {
                throw error.kind == "unsupported" ? .takesNoTokens(session.endpoint, account: settings.account) : error
            }
        }
        var token = try read(.token, from: source, of: user, session)
        defer { Wipe.octets(&token) }
        do throws(Failure) { return try failing { () throws(POP3Error) in try signIn(token) } } catch {
            switch error.kind {
            case "sign-in-refused": throw .tokenRefused(error, source)
            case Failure.hungUpAtSignIn: throw .hungUpAtToken(error, source)
            default: throw error
            }
        }
    }
}

extension Session {
    /// Secures the connection as the endpoint demands and signs in by the best way both sides have: AUTH PLAIN, else USER and PASS.
    ///
    /// One way is tried, and a refusal ends the attempt: the password is not sprayed over mechanisms. Round trips: CAPA, STLS with
    /// its handshake and CAPA again where asked for, then 1 for AUTH PLAIN or 2.
    /// - Throws: ``POP3Error/Kind/unsupported`` where STLS is demanded and not offered; no credential was sent.
    public func signIn(user: String, password: [UInt8]) throws(POP3Error) {
        try require(.authorization, "AUTH")
        try secure()
        try learnCapabilities()
        if capabilities?.mechanisms.contains("PLAIN") == true {
            try auth(Plain(user: user, password: password))
        } else {
            try self.user(user)
            try pass(password)
        }
    }

    /// Secures the connection as the endpoint demands and signs in with an OAuth 2 access token: by OAUTHBEARER, else by XOAUTH2.
    ///
    /// Nothing falls back to a password. Round trips: as with one, and 1 more where the token does not fit the command.
    /// - Parameter token: its octets, without `Bearer`.
    /// - Throws: ``POP3Error/Kind/unsupported`` where the server announces neither; no credential was sent.
    public func signIn(user: String, token: [UInt8]) throws(POP3Error) {
        try auth(tokenMechanism(), user: user, token: token)
    }

    /// Signs in with an access token by this mechanism.
    @discardableResult
    public func auth(_ mechanism: TokenMechanism, user: String, token: [UInt8]) throws(POP3Error) -> Reply {
        switch mechanism {
        case .oauthBearer: try auth(OAuthBearer(user: user, host: endpoint.host, port: endpoint.port, token: token))
        case .xoauth2: try auth(XOAuth2(user: user, token: token))
        }
    }

    /// Mechanisms that take an OAuth 2 access token, the better one first.
    public enum TokenMechanism: String, CaseIterable, Sendable {
        case oauthBearer = "OAUTHBEARER"
        case xoauth2 = "XOAUTH2"
    }

    /// The mechanism that ``signIn(user:token:)`` takes, asked before a token is fetched. Round trips: as far as CAPA.
    /// - Throws: ``POP3Error/Kind/unsupported`` where the server announces none.
    public func tokenMechanism() throws(POP3Error) -> TokenMechanism {
        try require(.authorization, "AUTH")
        try secure()
        try learnCapabilities()
        let offered = capabilities?.mechanisms ?? []
        guard let best = TokenMechanism.allCases.first(where: { offered.contains($0.rawValue) }) else {
            throw POP3Error(.unsupported, verb: "AUTH", detail: "neither OAUTHBEARER nor XOAUTH2")
        }
        return best
    }

    /// Sends STLS where the endpoint demands it and the connection is not yet secure.
    public func secure() throws(POP3Error) {
        guard endpoint.security == .stls, !isTLS else { return }
        try learnCapabilities()
        // A server without CAPA may still know STLS, so it is asked; one whose CAPA lacks it is believed.
        if let capabilities, !capabilities.stls { throw POP3Error(.unsupported, verb: "STLS") }
        do throws(POP3Error) { try stls() } catch {
            guard case .refused = error.kind else { throw error }
            var refused = error
            refused.kind = .unsupported
            throw refused
        }
    }

    /// What the server announces, asked where it is not known; nil where it has no CAPA.
    public func capabilitiesIfAny() throws(POP3Error) -> Capabilities? {
        try learnCapabilities()
        return capabilities
    }

    /// Asks CAPA unless the last answer still holds. A refusal is an answer: the server has no CAPA. Hanging up is one as well, before the
    /// sign-in.
    func learnCapabilities() throws(POP3Error) {
        guard !capabilitiesAreKnown, !hangsUpAtCapa else { return }
        let wasSigningIn = state == .authorization
        do throws(POP3Error) { _ = try refusedAsNil { () throws(POP3Error) in try capa() } } catch {
            guard wasSigningIn else { throw error }
            try reopenWithoutCapa(error)
        }
    }

    func forgetCapabilities(keepAsGuess: Bool) {
        capabilitiesAreKnown = false
        if !keepAsGuess { capabilities = nil }
    }
}

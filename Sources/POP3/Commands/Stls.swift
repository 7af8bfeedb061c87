extension Session {
    /// Secures the connection (RFC 2595 section 4). Round trips: 1 and the handshake. Capabilities are forgotten: what was said in the
    /// clear may have been said by anybody.
    /// - Throws: ``POP3Error/Kind/injected`` when octets lay behind the `+OK`; the connection is lost.
    @discardableResult
    public func stls() throws(POP3Error) -> Reply {
        try require(.authorization, "STLS")
        guard !isTLS else { throw POP3Error(.state, verb: "STLS", detail: "the connection is already secure") }
        // RFC 6856 section 2.1 forbids it, and what a server makes of it nobody says.
        guard !hasUTF8 else { throw POP3Error(.state, verb: "STLS", detail: "it cannot follow UTF8 (RFC 6856 section 2.1)") }
        let reply = try run(Command("STLS"))
        forgetCapabilities(keepAsGuess: false)
        do throws(POP3Error) {
            try connection.startTLS(name: endpoint.host, trust: options.trust)
        } catch {
            var error = withCertificate(error)
            error.verb = "STLS"
            throw error
        }
        noteTLS()
        return reply
    }
}

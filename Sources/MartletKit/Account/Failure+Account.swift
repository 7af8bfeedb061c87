extension Failure {
    /// The same, with its next step said for an account: `--server` is no way out where the address stands in config.toml.
    func pointing(to account: String) -> Failure {
        var failure = self
        switch kind {
        case "no-host":
            failure.hint = "account edit \(account)"
            return failure
        case "certificate-untrusted":
            failure.hint = "trust pin \(account)  (after checking the fingerprint with your provider)"
            return failure
        case "sign-in-refused", Self.hungUpAtSignIn:
            failure.hint = "account password \(account)  (many providers want an app password)"
            return failure
        case Self.needsUTF8:
            failure.hint = hint?.replacing("martlet -c", with: "martlet -a \(account) -c")
            return failure
        default: break
        }
        guard let hint, hint.contains("--") else { return self }
        failure.hint = Self.pointed(hint, to: account)
        return failure
    }

    private static func pointed(_ hint: String, to account: String) -> String {
        let place = "in [account.\(account)]"
        var words = hint
        // "--server pops://HOST", wherever it stands.
        if let option = words.firstRange(of: "--server pop") {
            let address = words[option.lowerBound...].dropFirst("--server ".count).prefix { $0 != " " }
            words.replaceSubrange(option.lowerBound..<address.endIndex, with: "server = \"\(address)\" \(place)")
        }
        for (option, said) in [
            ("in --server", "in server \(place)"), ("--pin", "pin \(place)"),
            (Prompt.passwordHint, "password = { command = [\"pass\", \"show\", \"mail\"] } \(place)"),
            ("--ca-file", "ca-file \(place)"), ("--insecure-cleartext", "insecure-cleartext = true \(place)"),
            ("--user NAME  (in the shell: user NAME, then pass)", "user = \"NAME\" \(place)"),
        ] where words.contains(option) {
            words.replace(option, with: said)
            break
        }
        return words
    }
}

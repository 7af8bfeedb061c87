internal import MartletKit

extension GlobalOptions {
    /// The words of `account add` behind what stands before them and means the same there: a pin that was said is never lost. Other commands'
    /// words as they are.
    ///
    /// Ours come first: what is said again behind the command goes before it.
    /// - Parameter account: what `-a` chose.
    /// - Throws: exit code 64 for what cannot be written down.
    func handedOn(to words: [String], _ account: String?) throws(Failure) -> [String] {
        guard words.prefix(2) == ["account", "add"], !Registry.asksForHelp(words) else { return words }
        if let account {
            throw .usage(
                "-a \(account) chooses an account, and account add makes one", hint: "account add ADDRESS --name \(account)")
        }
        guard passwordFd == nil, tokenFd == nil else {
            throw .usage(
                "\(passwordFd == nil ? "--token-fd" : "--password-fd") is gone when this run ends: no account can have it",
                hint: passwordFd == nil ? "--token-command or --token-file" : "--password-command or --password-file")
        }
        let said = [
            ("--server", server), ("--user", user), ("--password-command", passwordCommand), ("--password-file", passwordFile),
            ("--token-command", tokenCommand), ("--token-file", tokenFile), ("--ca-file", caFile), ("--pin", pin),
        ]
        let handed = said.flatMap { option, value in value.map { ["\(option)=\($0)"] } ?? [] }
        return words.prefix(2) + handed + (insecureCleartext ? ["--insecure-cleartext"] : []) + words.dropFirst(2)
    }
}

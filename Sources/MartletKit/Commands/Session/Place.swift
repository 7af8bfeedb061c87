internal import POP3

/// Where a command is to go, as people say it.
enum Place {
    /// What a word names: an account where there is one of that name, else a server.
    static func settings(of place: String, in workspace: Workspace, cleartext: Bool = false) throws(Failure) -> Settings {
        if Account.isName(place) {
            if let account = try workspace.accounts.find(place) {
                guard !cleartext else {
                    throw .usage(
                        "--insecure-cleartext goes with pop://HOST; an account says it itself",
                        hint: "insecure-cleartext = true in [account.\(place)]")
                }
                return account.settings
            }
            // A host without a dot is rare, and a name mistyped is not.
            if !place.contains("."), let near = EditDistance.nearest(to: place, among: try workspace.accounts.names()) {
                throw .usage("no account \"\(place)\"", hint: "connect \(near)  (a host is pops://\(place))")
            }
        }
        let server = try ServerURL(place, cleartext: cleartext)
        // The password of an account goes to the server of that account and to no other.
        var settings = workspace.mailbox.settings
        if settings.account != nil { settings = Settings(deadlines: settings.deadlines) }
        // A pin is one server's.
        if let old = settings.endpoint, settings.trust.pin == workspace.pins[old.authority] { settings.trust.pin = nil }
        settings.endpoint = server.endpoint
        settings.trust.pin = workspace.pins[server.endpoint.authority] ?? settings.trust.pin
        settings.user = server.user ?? settings.user
        return settings
    }
}

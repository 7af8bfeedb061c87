import MartletDemo

/// A demo server that runs, and the options that lead a client to it.
final class Site {
    enum Door { case cleartext, stls, tls }

    let server: DemoServer
    let port: UInt16
    let door: Door
    let authority: String?

    /// - Parameters:
    ///   - door: how the client comes in, and, unless `security` says otherwise, what the server offers.
    ///   - certificate: of the server; its authority is what the client trusts.
    init(
        _ messages: [DemoMessage], _ door: Door = .cleartext, certificate: DemoCertificate? = nil,
        security: DemoOptions.Security? = nil, password: String = "demo", token: String? = nil
    ) throws {
        var options = DemoOptions()
        options.idleLimit = .seconds(60)
        switch (security, door, certificate) {
        case (let security?, _, _): options.security = security
        case (nil, .tls, let certificate?): options.security = .implicit(certificate)
        case (nil, .stls, let certificate?): options.security = .startTLS(certificate)
        default: break
        }
        server = try DemoServer(accounts: [DemoAccount(password: password, token: token, messages: messages)], options: options)
        port = try server.start()
        self.door = door
        authority = certificate?.authorityPath
    }

    deinit { server.stop() }

    /// - Parameter host: `localhost` where the name in the certificate matters.
    func options(host: String) -> [String] {
        let place = "\(host):\(port)"
        let trust = authority.map { ["--ca-file", $0] } ?? []
        return switch door {
        case .cleartext: ["--server", "pop://\(place)", "--insecure-cleartext"]
        case .stls: ["--server", "pop://\(place)"] + trust
        case .tls: ["--server", "pops://\(place)"] + trust
        }
    }

    var options: [String] { options(host: "127.0.0.1") }

    /// Numbers of the RETR commands since the last `forgetRecord()`.
    var fetched: [String] { server.lines().filter { $0.hasPrefix("RETR ") }.map { String($0.dropFirst(5)) } }
}

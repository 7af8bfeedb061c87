import Foundation
import MartletDemo

/// A demo server with many users, and a config.toml with an account of the same name for each.
final class AccountSite {
    let server: DemoServer
    let port: UInt16
    let users: [String]
    let scratch: Scratch

    /// - Parameters:
    ///   - messages: of each user.
    ///   - wrong: users whose account has a wrong password.
    init(_ users: [String], wrong: Set<String> = [], messages: (String) -> [DemoMessage] = AccountSite.letters) throws {
        self.users = users
        scratch = try Scratch()
        var options = DemoOptions()
        options.idleLimit = .seconds(60)
        server = try DemoServer(
            accounts: users.map { DemoAccount(user: $0, password: "demo", messages: messages($0)) }, options: options)
        port = try server.start()
        try scratch.write("wrong", "not this\n", mode: 0o600)
        try configure(
            users.map { user in
                """
                [account.\(user)]
                server = "pop://127.0.0.1:\(port)"
                insecure-cleartext = true
                user = "\(user)"
                password = { \(wrong.contains(user) ? "file = \"\(scratch.at("wrong"))\"" : "command = [\"echo\", \"demo\"]") }
                """
            }.joined(separator: "\n\n"))
    }

    deinit { server.stop() }

    /// Writes config.toml where martlet looks for it.
    func configure(_ text: String, mode: Int = 0o600) throws {
        try FileManager.default.createDirectory(atPath: scratch.at("config/martlet"), withIntermediateDirectories: true)
        try scratch.write("config/martlet/config.toml", text + "\n", mode: mode)
    }

    /// Three letters that say whose they are.
    static func letters(_ user: String) -> [DemoMessage] {
        (1...3).map { DemoMessage(uniqueID: "\(user)-\($0)", text: "Subject: \($0) of \(user)\r\n\r\n.dots\r\nfor \(user)\r\n") }
    }

    /// What is wrong with `folder/USER` of each of these users; empty when every letter is there, exactly.
    func flaws(_ folder: String, of users: [String]) -> [String] {
        users.flatMap { user in
            Exported(scratch.at("\(folder)/\(user)")).flawsOfWhole(expecting: server.messages(of: user)).map { "\(user): \($0)" }
        }
    }
}

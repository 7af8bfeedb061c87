import Foundation

/// A temporary folder, removed with the value: a home, a state folder and a password of its own for each test.
final class Scratch: Sendable {
    let path: String
    let password: String

    /// - Parameter inMemory: on a file system in memory where there is one, for what syncs a thousand times.
    init(password: String = "demo", inMemory: Bool = false) throws {
        let memory = "/dev/shm/"
        let top = inMemory && FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        path = top + "martlet-e2e-" + UUID().uuidString
        self.password = password
        for folder in ["home", "state", "data", "capture"] {
            try FileManager.default.createDirectory(atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
        }
        try write("password", password + "\n", mode: 0o600)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A path below the folder.
    func at(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    func write(_ name: String, _ text: String, mode: Int = 0o644) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: at(name)))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: at(name))
        return at(name)
    }

    var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("MARTLET") }
        environment["HOME"] = at("home")
        environment["XDG_STATE_HOME"] = at("state")
        environment["XDG_DATA_HOME"] = at("data")
        environment["XDG_CACHE_HOME"] = at("cache")
        environment["XDG_CONFIG_HOME"] = at("config")
        environment["LC_ALL"] = "C"
        return environment
    }

    // MARK: martlet

    func start(_ arguments: [String], input: String? = nil, environment more: [String: String] = [:]) throws -> Child {
        try Child(
            try Martlet.path(), arguments, environment: environment.merging(more) { $1 }, input: input, capture: at("capture"))
    }

    /// Runs martlet to its end.
    func martlet(
        _ arguments: [String], input: String? = nil, environment more: [String: String] = [:], limit: Duration = .seconds(60)
    ) throws -> Ended {
        try start(arguments, input: input, environment: more).wait(limit)
    }

    /// Runs another program to its end.
    func run(_ program: String, _ arguments: [String], limit: Duration = .seconds(60)) throws -> Ended {
        try Child(program, arguments, environment: environment, capture: at("capture")).wait(limit)
    }

    /// Options for a server: where, who, and the password's file.
    func options(_ site: Site) -> [String] { site.options + ["--user", "demo", "--password-file", at("password")] }
}

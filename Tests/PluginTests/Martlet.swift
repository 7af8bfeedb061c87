import Foundation

#if canImport(Glibc)
    @preconcurrency import Glibc
#else
    import Darwin
#endif

/// The built program, run as a user runs it.
struct Martlet {
    struct Result {
        /// The exit code, or 128 and the signal's number.
        let code: Int32
        let output: String
        let errors: String
    }

    /// MARTLET, or the one that was built beside this test bundle.
    static let path: String = {
        if let named = ProcessInfo.processInfo.environment["MARTLET"] { return named }
        let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
        let folder = bundle.components(separatedBy: "/").prefix { !$0.contains(".xctest") }.joined(separator: "/")
        return folder + "/martlet"
    }()

    /// HOME and XDG_STATE_HOME of the runs: a folder of their own.
    let home: Folder

    init() { home = Folder() }

    /// Runs and waits.
    /// - Parameter killedAfter: SIGKILL this much later, unless it has ended by then.
    func run(_ arguments: [String], input: String = "", killedAfter: Duration? = nil) -> Result {
        let files = Folder()
        let input = files.write(input, to: "in")
        let pid = spawn(arguments, input, files.path + "/out", files.path + "/err")
        if let killedAfter {
            usleep(UInt32(killedAfter.components.seconds * 1_000_000 + killedAfter.components.attoseconds / 1_000_000_000_000))
            kill(pid, SIGKILL)
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return Result(
            code: signal == 0 ? status >> 8 & 0xFF : 128 + signal, output: files.read("out"), errors: files.read("err"))
    }

    private func spawn(_ arguments: [String], _ input: String, _ output: String, _ errors: String) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT, 0o600)
        var environment = ProcessInfo.processInfo.environment
        environment["HOME"] = home.path
        environment["XDG_STATE_HOME"] = home.path + "/state"
        // Under the sanitizers only memory errors of the child are of interest: a killed child leaks by design.
        environment["ASAN_OPTIONS"] = "detect_leaks=0"
        var argv = ([Self.path] + arguments).map { strdup($0) } + [nil]
        var envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, Self.path, &actions, nil, &argv, &envp)
        precondition(failure == 0, "\(Self.path) cannot be started: \(failure)")
        return pid
    }
}

/// A temporary folder, gone with its last reference.
final class Folder: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/martlet-test-XXXXXX".utf8CString)
        precondition(mkdtemp(&template) != nil, "no temporary folder")
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { _ = try? FileManager.default.removeItem(atPath: path) }  // a leftover in /tmp harms no test

    @discardableResult
    func write(_ text: String, to name: String, mode: Int = 0o600) -> String {
        let file = path + "/" + name
        let made = FileManager.default.createFile(
            atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        precondition(made, "\(file) cannot be written")
        return file
    }

    func read(_ name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path + "/" + name) ?? Data(), as: UTF8.self)
    }
}

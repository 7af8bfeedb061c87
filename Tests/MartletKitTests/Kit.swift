import Foundation
import MartletDemo
@testable import MartletKit
import POP3
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What `body` throws; an issue where it throws nothing.
func failure<R>(sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> R) -> Failure? {
    do {
        let value = try body()
        Issue.record("nothing was thrown, but \(value) returned", sourceLocation: sourceLocation)
        return nil
    } catch {
        guard let failure = error as? Failure else {
            Issue.record("\(error) is no Failure", sourceLocation: sourceLocation)
            return nil
        }
        return failure
    }
}

/// A folder that is gone when its owner is.
final class ScratchFolder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-kit-\(UUID())").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { print("left behind: \(path)") }
    }

    func file(_ name: String, _ text: String = "", mode: mode_t = 0o600) throws -> String {
        let at = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: at))
        chmod(at, mode)
        return at
    }
}

/// The permission bits of a file; nil where there is none.
func mode(of path: String) -> mode_t? {
    var facts = stat()
    return stat(path, &facts) == 0 ? facts.st_mode & 0o777 : nil
}

func content(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
}

/// The password of the demo account.
let password = "open sesame"

func plain(_ count: Int) -> [DemoMessage] {
    (0..<count).map { DemoMessage(uniqueID: "uid-\($0 + 1)", text: "Subject: \($0 + 1)\r\n\r\nmessage \($0 + 1)\r\n") }
}

/// A running server with one account: `anna`, with ``password``.
func running(_ messages: [DemoMessage] = plain(3), _ list: [Fault] = [], _ change: (inout Faults) -> Void = { _ in }) throws
    -> DemoServer
{
    let server = try DemoServer(accounts: [DemoAccount(user: "anna", password: password, messages: messages)])
    var faults = Faults(list)
    change(&faults)
    server.faults = faults
    try server.start()
    servers.withLock { $0.append(server) }
    return server
}

/// Keeps each server until the tests are over: a session must not outlive the server it talks to.
private let servers = Mutex<[DemoServer]>([])

extension DemoServer {
    func mailbox(user: String? = "anna", password given: String = password) throws -> Mailbox {
        Mailbox(
            settings: Settings(
                endpoint: Endpoint(host: "127.0.0.1", port: port, security: .cleartext), user: user,
                password: .given(Array(given.utf8)),
                deadlines: Deadlines(connect: .seconds(10), read: .seconds(10))),
            canceller: try Canceller())
    }

    /// A maildrop as this server lists it.
    func maildrop() throws -> Maildrop { try mailbox().maildrop() }
}

/// Commands with a console whose words can be looked at.
final class Bench {
    let folder: ScratchFolder
    let workspace: Workspace
    private let outPath, errorPath: String
    private let descriptors: [Int32]

    init(_ mailbox: Mailbox, accounts: AccountBook = AccountBook()) throws {
        folder = try ScratchFolder()
        outPath = folder.path + "/out"
        errorPath = folder.path + "/error"
        descriptors = [open(outPath, O_RDWR | O_CREAT | O_APPEND, 0o600), open(errorPath, O_RDWR | O_CREAT | O_APPEND, 0o600)]
        let registry = Registry()
        registry.addBuiltIns()
        workspace = Workspace(
            console: Console(output: descriptors[0], error: descriptors[1]), mailbox: mailbox, registry: registry,
            accounts: accounts)
    }

    deinit { for descriptor in descriptors { close(descriptor) } }

    /// What stands on stdout and on stderr now.
    func out() throws -> String { try content(of: outPath) }
    func error() throws -> String { try content(of: errorPath) }

    /// Runs a line and tells its exit code, stdout and stderr.
    func run(_ words: String...) throws -> (code: Int32, out: String, error: String) {
        for descriptor in descriptors { ftruncate(descriptor, 0) }
        let code = workspace.registry.run(words, in: workspace)
        return (code, try content(of: outPath), try content(of: errorPath))
    }
}

/// Blocks this thread: for what a real thread waits for.
func pause(_ duration: Duration) { usleep(UInt32(duration / .microseconds(1))) }

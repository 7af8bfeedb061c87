import Foundation
@testable import MartletKit
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("where the password comes from") struct PasswordSourceTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func read(_ source: PasswordSource) throws -> String {
        String(decoding: try source.read(user: "anna", host: "h"), as: UTF8.self)
    }

    @Test(
        "the first line of a command's output",
        arguments: [
            ("printf 'hunter2\\n'", "hunter2"), ("printf hunter2", "hunter2"), ("printf 'hunter2\\r\\n'", "hunter2"),
            ("printf ' two  words \\n'", " two  words "),
            ("printf 'hunter2\\nuser: anna\\n'", "hunter2"),
        ])
    func command(_ command: String, _ password: String) throws {
        #expect(try read(.command(command)) == password)
    }

    @Test("a command that has more to say is heard out") func longCommand() throws {
        #expect(
            try read(.command("echo hunter2; sleep 0.2; echo more || exit 9; head -c 200000 /dev/zero || exit 9")) == "hunter2")
    }

    @Test(
        "a command that fails or says nothing gives no password",
        arguments: [("exit 3", "failed"), ("echo hunter2; exit 1", "failed"), ("true", "printed nothing")])
    func noCommand(_ command: String, _ words: String) {
        let error = failure { try read(.command(command)) }
        #expect(error?.message == "the password command \(words)")
        #expect(error?.code == .configuration)
        #expect(error?.text.contains("hunter2") == false)
    }

    @Test("errors about a token say token") func token() throws {
        let read = try PasswordSource.program(["printf", "ya29.x\\n"]).read(.token, user: "anna", host: "h")
        #expect(read == Array("ya29.x".utf8))
        let failed = failure { try PasswordSource.command("echo ya29.x; exit 1").read(.token, user: "anna", host: "h") }
        #expect(
            failed?.text == "error: the token command failed\n  try: run it by hand; the token is the first line it prints")
        #expect(failed?.kind == "token")
        #expect(failed?.code == .configuration)
        let open = try folder.file("token", "ya29.x\n", mode: 0o644)
        let error = failure { try PasswordSource.file(open).read(.token, user: "anna", host: "h") }
        #expect(error?.message == "the token file \(open) can be read by others")
    }

    @Test("a program is run without a shell: its words are its arguments") func program() throws {
        #expect(try read(.program(["printf", "%s|", "a b", "$HOME", "'"])) == "a b|$HOME|'|")
        #expect(try read(.program(["/bin/sh", "-c", "echo $1", "-", "x"])) == "x")
    }

    @Test("a program that cannot be started is named, one that fails is not quoted") func noProgram() {
        let missing = failure { try read(.program(["/nonexistent/pass", "show"])) }
        #expect(missing?.message == "the password command \"/nonexistent/pass\" cannot be started: no such file or directory")
        #expect(missing?.code == .configuration)
        #expect(failure { try read(.program(["false"])) }?.message == "the password command failed")
    }

    @Test("we ignore SIGPIPE, the command does not") func pipeSignal() throws {
        signal(SIGPIPE, SIG_IGN)
        #expect(try read(.command("grep -q 'SigIgn:.*1...$' /proc/self/status && echo ignored || echo heeded")) == "heeded")
    }

    @Test("a file that only its owner may read", arguments: [0o600, 0o400] as [mode_t]) func file(_ mode: mode_t) throws {
        #expect(try read(.file(folder.file("password", "hunter2\nrest\n", mode: mode))) == "hunter2")
    }

    @Test("a file that others may read is refused", arguments: [0o640, 0o604, 0o660, 0o601, 0o777] as [mode_t]) func openFile(
        _ mode: mode_t
    ) throws {
        let path = try folder.file("password", "hunter2\n", mode: mode)
        let error = failure { try read(.file(path)) }
        #expect(error?.message == "the password file \(path) can be read by others")
        #expect(error?.hint == "chmod 600 \(path)")
        #expect(error?.code == .configuration)
    }

    @Test func aFileThatIsMissingOrEmptyIsAConfigurationError() throws {
        #expect(failure { try read(.file(folder.path + "/none")) }?.code == .configuration)
        #expect(failure { try read(.file(folder.file("empty"))) }?.code == .configuration)
        #expect(failure { try read(.file(folder.file("line", "\nhunter2\n"))) }?.code == .configuration)
    }

    @Test("a descriptor gives its first line, and what is behind it is left there") func descriptor() throws {
        let pipe = Pipe()
        pipe.fileHandleForWriting.write(Data("hunter2\nnext".utf8))
        pipe.fileHandleForWriting.closeFile()
        #expect(try read(.descriptor(pipe.fileHandleForReading.fileDescriptor)) == "hunter2")
        #expect(pipe.fileHandleForReading.readDataToEndOfFile() == Data("next".utf8))
    }

    @Test func aDescriptorThatIsNoneIsAConfigurationError() {
        #expect(failure { try read(.descriptor(9999)) }?.code == .configuration)
    }

    @Test func octetsStayOctets() throws {
        let path = try folder.file("password")
        try Data([0xFF, 0x80, 10]).write(to: URL(fileURLWithPath: path))
        #expect(try PasswordSource.file(path).read(user: "anna", host: "h") == [0xFF, 0x80])
        #expect(try PasswordSource.given([1, 2]).read(user: "anna", host: "h") == [1, 2])
    }
}

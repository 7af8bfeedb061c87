import Testing

@testable import MartletKit

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("Programs that martlet starts") struct SubprocessTests {
    private func output(of line: String, silent: Bool = false, _ arguments: [String] = []) throws -> (String, Subprocess.End) {
        let (program, output) = try Subprocess.printing(["/bin/sh", "-c", line, "sh"] + arguments, silent: silent)
        defer { close(output) }
        var octets: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(output, &piece, piece.count)
            if count <= 0 { break }
            octets += piece[..<count]
        }
        return (String(decoding: octets, as: UTF8.self), program.wait())
    }

    @Test("how a program ended is told: by its exit code or by a signal")
    func ends() throws {
        #expect(try output(of: "echo \"$1\"; exit 3", ["a b"]) == ("a b\n", .exit(3)))
        #expect(try output(of: "true") == ("", .exit(0)))
        #expect(try output(of: "kill -TERM $$") == ("", .signal(SIGTERM)))
        let (program, output) = try Subprocess.printing(["sleep", "60"])
        close(output)
        program.stop()
        #expect(program.wait() == .signal(SIGKILL))
    }

    @Test("a program that is not there is told by its errno")
    func missing() {
        #expect { try Subprocess(["no-such-program-here"]) } throws: { ($0 as? Subprocess.StartError)?.code == ENOENT }
    }

    @Test("a silent program reads nothing and complains to nobody")
    func silent() throws {
        #expect(try output(of: "cat; echo no >&2; test -c /dev/stdin && echo read", silent: true) == ("read\n", .exit(0)))
    }

    @Test("a program finds SIGPIPE as programs do, though martlet ignores it")
    func signals() throws {
        var (before, ignoring) = (sigaction(), sigaction())
        #if canImport(Glibc)
        ignoring.__sigaction_handler.sa_handler = SIG_IGN
        #else
        ignoring.__sigaction_u.__sa_handler = SIG_IGN
        #endif
        sigaction(SIGPIPE, &ignoring, &before)
        defer { sigaction(SIGPIPE, &before, nil) }
        #expect(try output(of: "kill -PIPE $$") == ("", .signal(SIGPIPE)))
    }

    @Test("a program has none of our descriptors but the first three")
    func descriptors() throws {
        let ends = try Subprocess.makePipe()
        defer {
            close(ends.reading)
            close(ends.writing)
        }
        let line = "for each in \(ends.reading) \(ends.writing); do test -e /dev/fd/$each && echo $each; done; echo over"
        #expect(try output(of: line).0 == "over\n")
    }

    @Test("a program in front gets its input and its variables, and ^C is ours again after it")
    func foreground() throws {
        let inside = try Subprocess.makePipe()
        defer { close(inside.writing) }
        let before = interruptIsIgnored
        let program = try ForegroundProgram(
            "read line; test \"$line$1$MARTLET_TEST\" = abc", ["b"], input: inside.reading, environment: ["MARTLET_TEST=c"])
        close(inside.reading)
        #expect(interruptIsIgnored)
        #expect(write(inside.writing, "a\n", 2) == 2)
        #expect(program.wait() == .exit(0))
        #expect(interruptIsIgnored == before)
    }

    private var interruptIsIgnored: Bool {
        var now = sigaction()
        sigaction(SIGINT, nil, &now)
        #if canImport(Glibc)
        return unsafeBitCast(now.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
        #else
        return unsafeBitCast(now.__sigaction_u.__sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
        #endif
    }
}

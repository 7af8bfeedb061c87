internal import ArgumentParser
internal import MartletDemo
internal import MartletKit

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// `martlet replay FILE`: a recorded session as a server on loopback.
enum Replay {
    private struct Options: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay", abstract: "serve a recorded session on loopback",
            discussion: """
                martlet replay server.jsonl
                martlet --server pop://127.0.0.1:PORT --insecure-cleartext --user anna headers     in another window

                Answers the recorded commands in their order with the recorded octets; any password is right. Ends with Ctrl-C.
                """)

        @Option(help: "the port to listen on; 0 takes a free one") var port: UInt16 = 0
        @Argument(help: "a file that `session record` wrote") var file: String
    }

    static let command = ProgramCommand("replay", Options.configuration.abstract) {
        Wrap.page(Options.helpMessage(columns: $0), $0)
    }

    static func run(_ words: [String], _ console: Console) throws(Failure) -> Int32 {
        let options: Options
        do { options = try Options.parse(words) } catch {
            guard Options.exitCode(for: error) != .success else {
                console.write(Options.fullMessage(for: error, columns: console.width) + "\n")
                console.flush()
                return 0
            }
            throw .parsing(
                Options.message(for: error), of: "replay", help: command.help(100_000), words: words,
                more: "martlet replay --help")
        }
        let server = try start(options)
        console.write("pop://127.0.0.1:\(server.port)\n")
        console.flush()
        // The loop below waits for clients for good: a signal simply ends the process.
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number, SIG_DFL) }
        server.serve { console.note($0) }
        return 0
    }

    private static func start(_ options: Options) throws(Failure) -> ReplayServer {
        guard let text = read(options.file) else {
            throw Failure(
                .io, "replay", "\(options.file) cannot be read: \(SystemError.text(errno))", hint: "session record FILE makes one"
            )
        }
        let session: RecordedSession
        do throws(DemoError) { session = try RecordedSession(text) } catch {
            throw Failure(.data, "replay", "\(options.file): \(error.description)", hint: "session record FILE makes one")
        }
        do throws(DemoError) { return try ReplayServer(session, port: options.port) } catch {
            throw Failure(
                .io, "replay",
                error.isPortTaken ? "another program has port \(options.port) on 127.0.0.1" : error.description,
                hint: "martlet replay \(Words.pasteable([options.file]))  (takes a free port)")
        }
    }

    private static func read(_ path: String) -> String? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var octets: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while octets.count <= RecordedSession.limitOctets {
            let count = fread(&piece, 1, piece.count, file)
            if count == 0 { break }
            octets += piece[..<count]
        }
        return ferror(file) == 0 ? String(decoding: octets, as: UTF8.self) : nil
    }
}

internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A dialogue as a file that `martlet replay` serves again: JSON Lines, one event each.
///
///     {"martlet":"session","version":1,"server":"pop.example.net:995","bodies":"masked"}
///     {"ms":38,"s":"+OK ready\r\n"}      octets of the server, cut as they came and before a command: a character is an octet (0 to FF)
///     {"ms":39,"c":"USER ****"}          a command, secrets and the user's name masked
///     {"ms":80,"note":"lost: closed"}
///
/// Mails are hidden unless they are asked for: letters as x, digits as 0, so that how they are framed can still be seen. So is what was no
/// reply: it may be a mail that ended too early.
public final class SessionRecording: Sendable {
    private let descriptor: Int32
    private let hidesBodies: Bool
    private let began = ContinuousClock.now

    /// Makes the file, mode 0600; never over another.
    public init(path: String, server: String, hidesBodies: Bool) throws(Failure) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotCreate, "record", "\(path) cannot be made: \(SystemError.text(errno))",
                hint: "session record with another path")
        }
        self.hidesBodies = hidesBodies
        write { json in
            json.field("martlet", "session")
            json.field("version", 1)
            json.field("server", server)
            json.field("bodies", hidesBodies ? "masked" : "full")
        }
    }

    deinit { close(descriptor) }

    var transcript: Transcript {
        var transcript = Transcript { [self] event in
            switch event.content {
            case .command(let text): add { $0.field("c", Self.shown(text)) }
            case .note(let text): add { $0.field("note", text) }
            case .line, .body, .octets: break  // they are among the octets that came
            }
        }
        transcript.hidesMail = hidesBodies
        transcript.received = { [self] octets in
            let text = String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
            add { $0.field("s", text) }
        }
        return transcript
    }

    /// Who signs in is nobody's business either; a replay compares verbs alone where something is masked.
    private static func shown(_ command: String) -> String {
        for verb in ["USER", "APOP"] where command.hasPrefix("\(verb) ") { return "\(verb) ****" }
        return command
    }

    private func add(_ members: (inout JSONText) -> Void) {
        let (seconds, attoseconds) = (ContinuousClock.now - began).components
        write { json in
            json.field("ms", seconds * 1000 + attoseconds / 1_000_000_000_000_000)
            members(&json)
        }
    }

    private func write(_ members: (inout JSONText) -> Void) {
        var json = JSONText()
        json.object(members)
        // A full disk must not end the session that is recorded.
        _ = Descriptor.writeAll(descriptor, Array((json.text + "\n").utf8))
    }
}

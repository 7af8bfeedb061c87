internal import CReadline
internal import MartletKit

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What came of asking for a line.
enum Answer: Equatable {
    case line(String)
    case end
    /// ^C at a prompt: what was typed is gone, nothing else is.
    case interrupted
    /// SIGTERM, SIGHUP, or no more memory or descriptors: leave.
    case terminated
}

/// Lines from a terminal, edited with readline. One at a time in a process, because readline is.
final class LineReader {
    private let completion: Completion
    /// Nothing is completed behind a question.
    private var isQuestion = false
    private var candidates: ArraySlice<String> = []

    /// What is done while nobody types; not behind a question.
    var idler: Idler?

    init(completion: Completion) { self.completion = completion }

    /// False where readline cannot be had.
    func start() -> Bool {
        var callbacks = mrl_completer(
            context: Unmanaged.passUnretained(self).toOpaque(),
            begin: { context, line, length, wordStart, quote in
                guard let context, let line else { return 0 }
                let reader = Unmanaged<LineReader>.fromOpaque(context).takeUnretainedValue()
                let octets = UnsafeRawBufferPointer(start: line, count: length)
                return reader.begin(String(decoding: octets, as: UTF8.self), quote: quote)
            },
            next: { context in
                guard let context else { return nil }
                return Unmanaged<LineReader>.fromOpaque(context).takeUnretainedValue().next()
            })
        guard mrl_start(Self.name, &callbacks) == 0 else { return false }
        var idler = mrl_idler(
            context: Unmanaged.passUnretained(self).toOpaque(),
            due: { context in
                guard let context else { return -1 }
                let reader = Unmanaged<LineReader>.fromOpaque(context).takeUnretainedValue()
                return reader.isQuestion ? -1 : reader.idler?.millisecondsLeft ?? -1
            },
            wake: { context in
                guard let context else { return nil }
                return Unmanaged<LineReader>.fromOpaque(context).takeUnretainedValue().idler?.wake().flatMap { strdup($0) }
            })
        mrl_set_idler(&idler)
        return true
    }

    func finish() { mrl_finish() }

    func read(_ prompt: String, isQuestion: Bool = false) -> Answer {
        self.isQuestion = isQuestion
        var raw: UnsafeMutablePointer<CChar>?
        let result = Int(mrl_read_line(prompt, &raw))
        defer { free(raw) }
        switch result {
        case MRL_LINE: return .line(raw.map { String(cString: $0) } ?? "")
        case MRL_END: return .end
        case MRL_INTERRUPTED: return .interrupted
        default: return .terminated
        }
    }

    private func begin(_ line: String, quote: CChar) -> Int {
        let open = quote == 0 ? nil : Character(Unicode.Scalar(UInt8(bitPattern: quote)))
        candidates = isQuestion ? [] : completion.candidates(line, quote: open)[...]
        return candidates.count
    }

    private func next() -> UnsafeMutablePointer<CChar>? { candidates.popFirst().flatMap { strdup($0) } }

    /// Readline keeps the pointer.
    nonisolated(unsafe) private static let name = UnsafePointer<CChar>(strdup("martlet")!)
}

/// Lines from a pipe or a file, octet by octet: what lies behind a line belongs to the command that reads it.
enum PlainLines {
    static let octetsMax = 1 << 20

    static func read(from descriptor: Int32 = 0) throws(Failure) -> Answer {
        var line: [UInt8] = []
        var octet: UInt8 = 0
        while true {
            let count = readOctet(descriptor, &octet)
            if count < 0 {
                if errno == EINTR, Interrupt.isRequested { return .terminated }
                if errno == EINTR { continue }
                throw Failure(.io, "input", "the commands cannot be read: \(SystemError.text(errno))")
            }
            if count == 0, line.isEmpty { return .end }
            if count == 0 || octet == 10 { break }
            guard line.count < octetsMax else { throw .usage("a line is longer than 1 MiB") }
            line.append(octet)
        }
        if line.last == 13 { line.removeLast() }
        return .line(String(decoding: line, as: UTF8.self))
    }

    private static func readOctet(_ descriptor: Int32, _ octet: inout UInt8) -> Int {
        #if canImport(Glibc)
        Glibc.read(descriptor, &octet, 1)
        #else
        Darwin.read(descriptor, &octet, 1)
        #endif
    }
}

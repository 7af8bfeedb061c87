internal import MartletKit

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Where a run without a keyboard has its lines from.
public enum Script: Equatable, Sendable {
    /// stdin, line by line: what lies behind a line belongs to the command that reads it.
    case input
    case file(String)
    /// One line of the command line: `-c`.
    case text(String)

    /// How errors call its line of that number, from 1.
    func place(of line: Int) -> String {
        switch self {
        case .input: "line \(line)"
        case .file(let path): "\(path):\(line)"
        case .text: "-c"
        }
    }

    /// - Throws: exit code 64 for a file that cannot be read.
    func open() throws(Failure) -> Lines {
        switch self {
        case .input: return Lines(descriptor: 0)
        case .text(let text): return Lines(rest: text.split(separator: "\n").map(String.init))
        case .file(let path):
            let descriptor = Self.opened(path)
            guard descriptor >= 0 else {
                throw .usage(
                    "\(path) cannot be read: \(SystemError.text(errno))", hint: "-f with another file, or -f - for stdin")
            }
            return Lines(descriptor: descriptor)
        }
    }

    /// A FIFO waits for its writer, as it should.
    private static func opened(_ path: String) -> Int32 {
        #if canImport(Glibc)
        Glibc.open(path, O_RDONLY | O_CLOEXEC)
        #else
        Darwin.open(path, O_RDONLY | O_CLOEXEC)
        #endif
    }

    struct Lines {
        /// Open until the process ends.
        var descriptor: Int32?
        var rest: [String] = []
        private var isFirst = true

        init(descriptor: Int32? = nil, rest: [String] = []) { (self.descriptor, self.rest) = (descriptor, rest) }

        /// A byte order mark at the very beginning is no part of the first line: editors put it there unasked.
        mutating func next() throws(Failure) -> Answer {
            guard let descriptor else { return rest.isEmpty ? .end : .line(rest.removeFirst()) }
            let answer = try PlainLines.read(from: descriptor)
            defer { isFirst = false }
            guard isFirst, case .line(let line) = answer, line.unicodeScalars.first == "\u{FEFF}" else { return answer }
            return .line(String(line.unicodeScalars.dropFirst()))
        }
    }
}

/// `!command`: all behind the `!` is the system's shell's, a `;` included. A `-` in front ignores its failure.
struct SystemLine: Equatable {
    let command: String
    let ignoresFailure: Bool

    /// What the system's shell is to run; nil where no such command begins the text.
    init?(_ text: some StringProtocol) {
        let text = text.drop { $0 == " " || $0 == "\t" }
        ignoresFailure = text.hasPrefix("-!")
        guard ignoresFailure || text.hasPrefix("!") else { return nil }
        command = String(text.dropFirst(ignoresFailure ? 2 : 1))
        if command.allSatisfy({ $0 == " " }) { return nil }
    }
}

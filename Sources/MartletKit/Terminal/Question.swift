#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Questions to a person, on the terminal. A program on a pipe is never asked: it would wait for ever.
public struct Question {
    private let console: Console

    public init(_ console: Console) { self.console = console }

    /// Whether there is somebody to ask: a terminal where answers come from, and one where questions are read.
    public var isPossible: Bool { isatty(0) == 1 && console.errorIsTerminal && console.lane == nil }

    /// The answer, blanks around it left out; empty for Return alone.
    /// - Parameters:
    ///   - text: stands before the cursor.
    ///   - option: what says the same on a command line.
    /// - Throws: exit code 64 where there is nobody to ask, 130 at ^C and at the end of input.
    public func line(_ text: String, option: String) throws(Failure) -> String {
        guard isPossible else { throw Self.nobody(text, option) }
        console.flush()
        _ = Descriptor.writeAll(console.error, Array(Escape.line(text).utf8))
        var line: [UInt8] = []
        var octet: UInt8 = 0
        while line.count < 4096 {
            let count = read(0, &octet, 1)
            if count < 0, errno == EINTR, !Interrupt.isRequested { continue }
            guard count > 0 else {
                _ = Descriptor.writeAll(console.error, [10])
                throw Failure(.interrupted, "interrupted", "nothing was answered")
            }
            if octet == 10 { break }
            line.append(octet)
        }
        let blanks: Set<Unicode.Scalar> = [" ", "\t", "\r"]
        let scalars = Array(String(decoding: line, as: UTF8.self).unicodeScalars)
        guard let first = scalars.firstIndex(where: { !blanks.contains($0) }),
            let last = scalars.lastIndex(where: { !blanks.contains($0) })
        else { return "" }
        var answer = String.UnicodeScalarView()
        answer.append(contentsOf: scalars[first...last])
        return String(answer)
    }

    /// Yes or no.
    /// - Parameter otherwise: what Return alone means.
    public func confirms(_ text: String, otherwise: Bool, option: String) throws(Failure) -> Bool {
        guard isPossible else { throw Self.nobody(text, option) }
        let answer = try line("\(text) [\(otherwise ? "Y/n" : "y/N")] ", option: option).lowercased()
        return answer.isEmpty ? otherwise : ["y", "yes"].contains(answer)
    }

    private static func nobody(_ text: String, _ option: String) -> Failure {
        .usage("this asks \"\(bare(text))\", and there is no terminal to ask on", hint: option)
    }

    private static func bare(_ text: String) -> String {
        var text = text
        while let last = text.last, last == " " || last == ":" { text.removeLast() }
        return text
    }
}

/// What a file of `session record` holds: connections, and what happened in each, in order.
public struct RecordedSession: Equatable, Sendable {
    public enum Event: Equatable, Sendable {
        /// Octets of the server, in one piece.
        case server([UInt8])
        /// A command line without its line end; secrets as ****.
        case command(String)
        case closed
    }

    /// Octets of a file that is read.
    public static let limitOctets = 256 << 20

    public private(set) var connections: [[Event]] = []

    /// - Throws: a line that says which line of the file is no recording's.
    public init(_ text: String) throws(DemoError) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).makeIterator()
        guard let first = lines.next(), let head = FlatJSON(first), head.text("martlet") == "session", head.number("version") == 1
        else {
            throw DemoError("line 1 is not the head of a recorded session")
        }
        var number = 1
        while let line = lines.next() {
            number += 1
            if line.isEmpty { continue }
            guard let object = FlatJSON(line) else { throw DemoError("line \(number) is not an event of a recorded session") }
            if let note = object.text("note") {
                if note.hasPrefix("connected to ") || connections.isEmpty { connections.append([]) }
                if note.hasPrefix("lost: ") { add(.closed) }
            } else if let said = object.text("s") {
                let octets = said.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
                guard said.unicodeScalars.allSatisfy({ $0.value < 256 }) else {
                    throw DemoError("line \(number) has what is no octet")
                }
                add(.server(octets))
            } else if let command = object.text("c") {
                add(.command(command))
            } else {
                throw DemoError("line \(number) is not an event of a recorded session")
            }
        }
        guard !connections.isEmpty else { throw DemoError("nothing was recorded in it") }
    }

    private mutating func add(_ event: Event) {
        if connections.isEmpty { connections.append([]) }
        connections[connections.count - 1].append(event)
    }
}

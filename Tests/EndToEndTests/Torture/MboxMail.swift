import Foundation
import MartletDemo

/// What an export left in an mbox, read by the rules of mboxrd: a line that begins with "From " begins a message, an empty line ends it,
/// and one `>` goes from every `>+From `.
struct MboxMail: StoredMail {
    /// Of each message up to the end of the file, whole or not.
    private let bodies: [[UInt8]]
    /// Whether the last one has its empty line.
    private let isEnded: Bool
    /// A batch is under way: what stands behind the messages before it is the next run's to complete.
    private let hasJournal: Bool
    private let store: Exported

    init(_ path: String) {
        let folder = (path as NSString).deletingLastPathComponent + "/." + (path as NSString).lastPathComponent + ".martlet"
        store = Exported(folder)
        hasJournal = store.names.contains("journal")
        let octets = Array((try? Data(contentsOf: URL(fileURLWithPath: path))) ?? Data())
        (bodies, isEnded) = Self.read(octets)
    }

    var count: Int { bodies.count }

    func holds(_ message: DemoMessage) -> Bool { bodies.contains(Self.stored(message)) }

    func name(of message: DemoMessage) -> String? { nil }

    func flaws(expecting messages: [DemoMessage]) -> [String] {
        var flaws: [String] = []
        let known = Set(messages.map(Self.stored))
        for (index, body) in bodies.enumerated() where !known.contains(body) {
            if hasJournal, index == bodies.count - 1 { continue }
            flaws.append("message \(index + 1) of the mbox is not whole, or none of ours: \(body.count) octets")
        }
        if !isEnded, !hasJournal { flaws.append("the mbox ends within a message, and nothing says so") }
        let twice = bodies.count - Set(bodies).count
        if twice > 0 { flaws.append("\(twice) messages stand twice in the mbox") }
        return flaws
    }

    func flawsOfWhole(expecting messages: [DemoMessage]) -> [String] {
        var flaws = flaws(expecting: messages)
        if hasJournal { flaws.append("the journal is left over") }
        if bodies.count != messages.count { flaws.append("\(bodies.count) messages in the mbox, not \(messages.count)") }
        for message in messages where !holds(message) {
            flaws.append("\(message.fileName) is missing")
        }
        let lines = store.manifest
        if lines.count != messages.count { flaws.append("\(lines.count) lines in the manifest for \(messages.count) messages") }
        for message in messages {
            let agrees = lines.contains { line in
                line["uid"] as? String == String(decoding: message.uniqueID, as: UTF8.self)
                    && line["octets"] as? Int == message.wireOctets.count
                    && line["sha256"] as? String == sha256(message.wireOctets)
            }
            if !agrees { flaws.append("the manifest does not agree about \(message.fileName)") }
        }
        return flaws
    }

    /// As it stands there without quotes: its last line ended.
    private static func stored(_ message: DemoMessage) -> [UInt8] {
        let octets = message.wireOctets
        return octets.isEmpty || octets.last == 0x0A ? octets : octets + [0x0A]
    }

    private static func read(_ mbox: [UInt8]) -> (bodies: [[UInt8]], isEnded: Bool) {
        var bodies: [[UInt8]] = []
        var isEnded = true
        func end() {
            guard !bodies.isEmpty else { return }
            isEnded = bodies[bodies.count - 1].last == 0x0A
            if isEnded { bodies[bodies.count - 1].removeLast() }
        }
        var rest = mbox[...]
        while !rest.isEmpty {
            let lineEnd = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
            let line = rest[..<lineEnd]
            rest = rest[lineEnd...]
            if line.starts(with: "From ".utf8) {
                end()
                bodies.append([])
            } else if bodies.isEmpty {
                bodies.append(Array(line))  // no message of anybody's
            } else {
                let isQuoted = line.first == UInt8(ascii: ">") && line.drop { $0 == UInt8(ascii: ">") }.starts(with: "From ".utf8)
                bodies[bodies.count - 1] += isQuoted ? line.dropFirst() : line
            }
        }
        end()
        return (bodies, isEnded)
    }
}

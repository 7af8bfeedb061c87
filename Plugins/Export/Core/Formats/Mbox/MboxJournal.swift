import CPluginSystem
import PluginSystem

/// What is being appended to an mbox, written down before the first octet of it goes there: by it the next run knows whether and how
/// far it came. There or not there, never half: it gets its name when it is durable.
///
///     martlet-mbox 1 OFFSET START LENGTH COUNT
///     NUMBER OCTETS FILE UID SHA256          one line a message, hexadecimal but for the numbers, "-" for what there is not
///     end
struct MboxJournal: Equatable {
    static let name = "journal"
    private static let newName = "journal.new"
    private static let head = "martlet-mbox 1"
    private static let readLimitOctets: Int64 = 16 << 20

    struct Message: Equatable {
        var number: UInt32
        var octets: Int64
        /// Its place, as the manifest and the ledger have it.
        var file: [UInt8]
        var uniqueID: [UInt8]?
        var sha256: [UInt8]?
    }

    /// Size of the mbox before.
    var offset: Int64
    /// Where in the batch the octets begin that are appended, and how many there are.
    var start: Int64
    var length: Int64
    var messages: [Message]

    func write(to folder: ExportFolder) throws(SystemError) {
        let text = OctetBuffer(capacity: 4096)
        func append(_ words: String) { for octet in words.utf8 { text.append(octet) } }
        append("\(Self.head) \(offset) \(start) \(length) \(messages.count)\n")
        for message in messages {
            append("\(message.number) \(message.octets) ")
            message.file.withUnsafeBytes { text.append(hex: $0) }
            for octets in [message.uniqueID, message.sha256] {
                text.append(UInt8(ascii: " "))
                if let octets { octets.withUnsafeBytes { text.append(hex: $0) } } else { text.append(UInt8(ascii: "-")) }
            }
            text.append(UInt8(ascii: "\n"))
        }
        text.append("end\n")
        let made = try check(plugin_open_writing(folder.descriptor, Self.newName), "write the journal")
        defer { plugin_close(made) }
        try check(plugin_truncate(made, 0), "write the journal")
        try check(plugin_write(made, text.octets.baseAddress, text.count), "write the journal")
        if folder.durable { try check(plugin_sync(made), "write the journal") }
        try check(plugin_replace(folder.descriptor, Self.newName, Self.name), "write the journal")
        try folder.syncNames()
    }

    /// nil where there is none: nothing was under way.
    /// - Throws: `isInvalid` for one that we cannot have written.
    static func read(from folder: ExportFolder) throws(SystemError) -> MboxJournal? {
        let opened = plugin_open_reading(folder.descriptor, name)
        if SystemError(-opened, "").isAbsent { return nil }
        try check(opened, "read the journal")
        defer { plugin_close(opened) }
        let size = try check(plugin_size(opened), "read the journal")
        var octets = [UInt8](repeating: 0, count: Int(min(size, readLimitOctets)))
        var filled = 0
        while filled < octets.count {
            let status = octets.withUnsafeMutableBytes {
                plugin_read_at(opened, $0.baseAddress! + filled, $0.count - filled, Int64(filled))
            }
            let got = try check(status, "read the journal")
            guard got > 0 else { break }
            filled += Int(got)
        }
        guard size <= readLimitOctets, let journal = MboxJournal(octets[..<filled]) else {
            throw SystemError(.invalid, "read the journal")
        }
        return journal
    }

    /// Nothing is under way any more. Durably: the batch that it speaks of is written over next.
    static func remove(from folder: ExportFolder) throws(SystemError) {
        let status = plugin_remove(folder.descriptor, name)
        guard !SystemError(-status, "").isAbsent else { return }
        try check(status, "remove the journal")
        try folder.syncNames()
    }

    private init?(_ octets: ArraySlice<UInt8>) {
        let lines = octets.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count >= 3, lines[lines.count - 2].elementsEqual("end".utf8), lines[lines.count - 1].isEmpty else {
            return nil
        }
        let first = lines[0].split(separator: UInt8(ascii: " "))
        guard first.count == 6, lines[0].starts(with: Self.head.utf8), let offset = Self.number(first[2]),
            let start = Self.number(first[3]), let length = Self.number(first[4]), let count = Self.number(first[5]),
            count == lines.count - 3
        else { return nil }
        (self.offset, self.start, self.length, messages) = (offset, start, length, [])
        for line in lines[1..<(lines.count - 2)] {
            let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard words.count == 5, let number = Self.number(words[0]).flatMap({ UInt32(exactly: $0) }),
                let octets = Self.number(words[1]), let file = Self.octets(words[2]), let uniqueID = Self.optional(words[3]),
                let sha256 = Self.optional(words[4])
            else { return nil }
            messages.append(Message(number: number, octets: octets, file: file, uniqueID: uniqueID, sha256: sha256))
        }
    }

    init(offset: Int64, start: Int64, length: Int64, messages: [Message]) {
        (self.offset, self.start, self.length, self.messages) = (offset, start, length, messages)
    }

    private static func number(_ word: ArraySlice<UInt8>) -> Int64? {
        guard word.first != UInt8(ascii: "-"), word.first != UInt8(ascii: "+") else { return nil }
        return Int64(String(decoding: word, as: UTF8.self))
    }

    private static func optional(_ word: ArraySlice<UInt8>) -> [UInt8]?? {
        word.elementsEqual("-".utf8) ? .some(nil) : octets(word).map { .some($0) }
    }

    private static func octets(_ word: ArraySlice<UInt8>) -> [UInt8]? {
        guard word.count % 2 == 0 else { return nil }
        var octets: [UInt8] = []
        octets.reserveCapacity(word.count / 2)
        var at = word.startIndex
        while at < word.endIndex {
            guard let octet = UInt8(String(decoding: word[at..<(at + 2)], as: UTF8.self), radix: 16) else { return nil }
            octets.append(octet)
            at += 2
        }
        return octets
    }
}

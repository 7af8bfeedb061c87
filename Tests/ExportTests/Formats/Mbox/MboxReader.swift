/// Takes an mbox apart again, by its own rules: a line that begins with "From " begins a message, an empty line ends it, and one `>`
/// goes from every `>+From `.
enum MboxReader {
    struct Message: Equatable {
        let fromLine: String
        let octets: [UInt8]
    }

    static func read(_ mbox: [UInt8]) -> [Message]? {
        var messages: [Message] = []
        var fromLine: String?
        var octets: [UInt8] = []
        func end() -> Bool {
            guard let fromLine else { return true }
            guard octets.last == 0x0a else { return false }
            messages.append(Message(fromLine: fromLine, octets: octets.dropLast()))
            octets = []
            return true
        }
        var rest = mbox[...]
        while !rest.isEmpty {
            let lineEnd = rest.firstIndex(of: 0x0a).map { $0 + 1 } ?? rest.endIndex
            let line = rest[..<lineEnd]
            rest = rest[lineEnd...]
            if line.starts(with: "From ".utf8) {
                guard end() else { return nil }
                fromLine = String(decoding: line.dropLast(), as: UTF8.self)
            } else if line.first == UInt8(ascii: ">"), line.drop(while: { $0 == UInt8(ascii: ">") }).starts(with: "From ".utf8) {
                octets += line.dropFirst()
            } else {
                octets += line
            }
        }
        return end() ? messages : nil
    }
}

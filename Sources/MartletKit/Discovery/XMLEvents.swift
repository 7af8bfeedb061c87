/// Reads XML as far as an autoconfig document needs it: elements, attributes, text. Anything above a limit, a document type (entities
/// of its own may grow without bound) or a flaw in the form ends the reading.
///
/// Namespaces, processing instructions and comments are passed over. Names are compared as written.
struct XMLEvents {
    static let depthLimit = 32
    static let attributeLimit = 32
    /// Longest name, value or text kept, in octets; more of it is dropped.
    static let textLimitOctets = 1024

    enum Event: Equatable {
        case begin(String, [String: String])
        case text(String)
        case end(String)
    }

    private let octets: [UInt8]
    private var at = 0
    private var open: [String] = []
    /// `<a/>` is a beginning and an end.
    private var pendingEnd: String?

    init(_ octets: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        self.octets = octets
        if octets.starts(with: mark) { at = mark.count }
    }

    /// Whether everything that was opened was closed.
    var isComplete: Bool { at >= octets.count && open.isEmpty }

    /// The next event; nil at the end and where the document is no longer readable.
    mutating func next() -> Event? {
        if let name = pendingEnd {
            pendingEnd = nil
            return .end(name)
        }
        while at < octets.count {
            if octets[at] != UInt8(ascii: "<") {
                let text = self.text(until: UInt8(ascii: "<"))
                if open.isEmpty || text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) { continue }
                return .text(text)
            }
            if starts("<!--") {
                guard pass("-->") else { return stop() }
            } else if starts("<?") {
                guard pass("?>") else { return stop() }
            } else if starts("<![CDATA[") {
                at += 9
                let began = at
                guard pass("]]>") else { return stop() }
                return .text(Self.string(octets[began..<(at - 3)]))
            } else if starts("<!") {
                return stop()
            } else if starts("</") {
                at += 2
                let name = self.name()
                skipBlanks()
                guard take(">"), let last = open.popLast(), last == name else { return stop() }
                return .end(name)
            } else {
                return begin()
            }
        }
        return nil
    }

    private mutating func begin() -> Event? {
        at += 1
        let name = self.name()
        guard !name.isEmpty, open.count < Self.depthLimit else { return stop() }
        var attributes: [String: String] = [:]
        while true {
            skipBlanks()
            if take("/") {
                guard take(">") else { return stop() }
                pendingEnd = name
                return .begin(name, attributes)
            }
            if take(">") {
                open.append(name)
                return .begin(name, attributes)
            }
            let key = self.name()
            skipBlanks()
            guard !key.isEmpty, attributes.count < Self.attributeLimit, take("=") else { return stop() }
            skipBlanks()
            guard at < octets.count, octets[at] == UInt8(ascii: "\"") || octets[at] == UInt8(ascii: "'") else { return stop() }
            let quote = octets[at]
            at += 1
            attributes[key] = text(until: quote)
            guard at < octets.count else { return stop() }
            at += 1
        }
    }

    private mutating func stop() -> Event? {
        at = octets.count
        open = ["unreadable"]
        return nil
    }

    // MARK: octets

    private func starts(_ text: StaticString) -> Bool {
        octets[at...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func take(_ text: StaticString) -> Bool {
        guard starts(text) else { return false }
        at += text.utf8CodeUnitCount
        return true
    }

    /// Moves behind the next such text.
    private mutating func pass(_ text: StaticString) -> Bool {
        while at < octets.count {
            if take(text) { return true }
            at += 1
        }
        return false
    }

    private mutating func skipBlanks() { while at < octets.count, [9, 10, 13, 32].contains(octets[at]) { at += 1 } }

    private mutating func name() -> String {
        let began = at
        while at < octets.count, !" \t\r\n/>=<\"'&".utf8.contains(octets[at]) { at += 1 }
        return Self.string(octets[began..<at])
    }

    /// Text with its references read; `end` is left where it is.
    private mutating func text(until end: UInt8) -> String {
        var text: [UInt8] = []
        while at < octets.count, octets[at] != end {
            if octets[at] == UInt8(ascii: "&"), let (scalar, length) = reference() {
                text += Array(String(Character(scalar)).utf8)
                at += length
            } else {
                if text.count <= Self.textLimitOctets { text.append(octets[at]) }
                at += 1
            }
        }
        return Self.string(text[...])
    }

    /// One of the five names, or a number (XML 1.0 section 4.6).
    private func reference() -> (Unicode.Scalar, Int)? {
        let body = octets[(at + 1)...].prefix(12)
        guard let end = body.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: body[..<end], as: UTF8.self)
        let length = end - at + 1
        let known: [String: Unicode.Scalar] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
        if let scalar = known[name] { return (scalar, length) }
        guard name.hasPrefix("#") else { return nil }
        let isHex = name.hasPrefix("#x")
        let number = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10)
        return number.flatMap(Unicode.Scalar.init).map { ($0, length) }
    }

    private static func string(_ octets: ArraySlice<UInt8>) -> String {
        String(decoding: octets.prefix(textLimitOctets), as: UTF8.self)
    }
}

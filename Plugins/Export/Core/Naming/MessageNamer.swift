import MIME
import PluginSystem

/// Gives messages their names: by their unique-id (``FileNames``), or as a template says.
public struct MessageNamer: Sendable {
    public let template: FileNameTemplate?
    private let account: String

    /// - Parameters:
    ///   - template: nil names by the unique-id, or the hash where there is none.
    ///   - account: what `{account}` stands for.
    public init(template: FileNameTemplate? = nil, account: String = "") {
        self.template = template
        self.account = SafeName.clean(account)
    }

    /// Whether ``append(_:octets:header:to:)`` looks at the header; else an empty one will do.
    public var needsHeader: Bool { template?.needsHeader ?? false }

    /// Whether every message has to be hashed for its name.
    public var needsHash: Bool { template?.holds(.sha256) ?? false }

    /// Appends the name, without NUL. The same message has the same name in every session as long as the template is without `{n}`; two
    /// messages may have one name where a template is used (``TakenNames``).
    /// - Parameters:
    ///   - octets: size of the message.
    ///   - header: of the message, as far as it was received.
    public func append(_ message: WholeMessage, octets: Int64, header: HeaderFields, to out: OctetBuffer) {
        guard let template else { return Self.appendPlain(message, to: out) }
        let header = template.needsHeader ? header.read() : Header([])
        let values = template.parts.map { value($0, message, octets, header) }
        // One octet stays free for what makes a device's name harmless.
        let room = FileNameTemplate.longestOctets - FileNameTemplate.fileExtension.utf8.count - 1
        var fixed = 0
        for value in values where !value.isText { fixed += value.text.utf8.count }
        let share = Self.share(values.filter(\.isText).map(\.text.utf8.count), of: room - fixed)
        var stem = ""
        for value in values { stem += value.isText ? SafeName.cut(value.text, toOctets: share) : value.text[...] }
        stem = SafeName.stem(SafeName.cut(stem, toOctets: room))
        stem.withUTF8 { out.append(UnsafeRawBufferPointer($0)) }
        out.append(".eml")
    }

    private static func appendPlain(_ message: WholeMessage, to out: OctetBuffer) {
        if let uniqueID = message.uniqueID {
            FileNames.append(uniqueID: uniqueID, to: out)
        } else if let sha256 = message.sha256 {
            FileNames.append(sha256: UnsafeRawBufferPointer(start: sha256, count: 32), to: out)
        } else {
            out.append("message-")
            out.append(decimal: UInt64(message.number))
            out.append(".eml")
        }
    }

    private func value(
        _ part: FileNameTemplate.Part, _ message: WholeMessage, _ octets: Int64, _ header: Header
    ) -> (text: String, isText: Bool) {
        guard case .field(let field, let width) = part else {
            guard case .literal(let text) = part else { return ("", false) }
            return (text, false)
        }
        let text =
            switch field {
            case .n: Self.padded(UInt64(message.number), width)
            case .octets: Self.padded(UInt64(max(octets, 0)), width)
            case .sha256: Self.hash(message, digits: width ?? 12)
            case .date:
                header.localTime.map { "\(Self.padded($0.year, 4))-\(Self.padded($0.month, 2))-\(Self.padded($0.day, 2))" }
                    ?? "undated"
            case .time: header.localTime.map { Self.padded($0.hour * 10_000 + $0.minute * 100 + $0.second, 6) } ?? "untimed"
            case .uid: Self.uniqueID(message)
            case .from: Self.visible(header.author?.address, else: "unknown")
            case .name: Self.visible(header.author?.name, else: Self.visible(header.author?.address, else: "unknown"))
            case .subject: Self.visible(header.subject, else: "no subject")
            case .account: account
            }
        guard field.isText else { return (text, false) }
        return (width.map { String(text.prefix($0)) } ?? text, true)
    }

    /// The most octets that every text may have so that all fit: short ones leave theirs to the long ones.
    private static func share(_ lengths: [Int], of room: Int) -> Int {
        var (room, left) = (max(room, 0), lengths.count)
        for length in lengths.sorted() {
            if length * left > room { return room / left }
            (room, left) = (room - length, left - 1)
        }
        return Int.max
    }

    private static func visible(_ text: String?, else other: String) -> String {
        let cleaned = SafeName.clean(text ?? "")
        return cleaned.isEmpty ? other : cleaned
    }

    private static func uniqueID(_ message: WholeMessage) -> String {
        let out = OctetBuffer(capacity: 256)
        appendPlain(message, to: out)
        return String(decoding: out.octets.dropLast(4), as: UTF8.self)
    }

    private static func hash(_ message: WholeMessage, digits: Int) -> String {
        guard let sha256 = message.sha256 else { return "unhashed" }
        let out = OctetBuffer(capacity: 64)
        out.append(hex: UnsafeRawBufferPointer(start: sha256, count: 32))
        return String(decoding: out.octets.prefix(digits), as: UTF8.self)
    }

    private static func padded(_ value: Int, _ width: Int) -> String { padded(UInt64(value), width) }

    private static func padded(_ value: UInt64, _ width: Int?) -> String {
        let digits = "\(value)"
        return String(repeating: "0", count: max((width ?? 0) - digits.utf8.count, 0)) + digits
    }
}

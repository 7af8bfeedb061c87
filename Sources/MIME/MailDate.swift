internal import CMIME

/// When a message says that it was written (RFC 5322 section 3.3).
public struct MailDate: Equatable, Sendable {
    /// Since 1970-01-01 00:00 UTC.
    public let seconds: Int64
    /// Minutes east of UTC; 0 where the message does not say.
    public let zoneMinutes: Int
    /// Whether the zone was said; "-0000" says that it is not known.
    public let hasZone: Bool

    init(_ raw: mime_date) { (seconds, zoneMinutes, hasZone) = (raw.seconds, Int(raw.zone), raw.has_zone) }

    /// Reads the value of a Date field; nil where no date can be made out.
    public init?(_ text: String) {
        var raw = mime_date()
        var text = text
        guard text.withUTF8({ mime_date_read(mime_span(UnsafeRawBufferPointer($0)), &raw) }) else { return nil }
        self.init(raw)
    }
}

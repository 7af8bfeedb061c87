import MIME

/// The line that begins a message in an mbox: `From anna@example.org Thu Jan  1 00:00:00 2015`.
enum FromLine {
    /// Longest sender taken: RFC 5321 section 4.5.3.1 allows 256 with the brackets.
    static let senderLimitOctets = 254

    /// Appends the line with its LF. The sender is the envelope's where the last server wrote it down, else the author, and
    /// MAILER-DAEMON where that is not plain ASCII without blanks or where no answer may go; the time is UTC.
    /// - Parameter now: seconds since 1970, for a message without date.
    static func append(_ header: Header, now: Int64, to out: OctetBuffer) {
        out.append("From ")
        let sender = (header.returnPath ?? header.author)?.address ?? ""
        if isPlain(sender) {
            for octet in sender.utf8 { out.append(octet) }
        } else {
            out.append("MAILER-DAEMON")
        }
        let time = CalendarTime(utc: header.date?.seconds ?? now)
        out.append(UInt8(ascii: " "))
        appendName(days, time.weekday, to: out)
        out.append(UInt8(ascii: " "))
        appendName(months, time.month - 1, to: out)
        out.append(UInt8(ascii: " "))
        appendTwo(time.day, filler: UInt8(ascii: " "), to: out)
        for (value, mark) in [(time.hour, " "), (time.minute, ":"), (time.second, ":")] as [(Int, StaticString)] {
            out.append(mark)
            appendTwo(value, filler: UInt8(ascii: "0"), to: out)
        }
        out.append(UInt8(ascii: " "))
        appendTwo(time.year / 100, filler: UInt8(ascii: "0"), to: out)
        appendTwo(time.year % 100, filler: UInt8(ascii: "0"), to: out)
        out.append(UInt8(ascii: "\n"))
    }

    private static let days: StaticString = "SunMonTueWedThuFriSat"
    private static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    private static func appendName(_ names: StaticString, _ place: Int, to out: OctetBuffer) {
        out.append(UnsafeRawBufferPointer(start: names.utf8Start + place * 3, count: 3))
    }

    private static func appendTwo(_ value: Int, filler: UInt8, to out: OctetBuffer) {
        out.append(value < 10 ? filler : UInt8(ascii: "0") + UInt8(value / 10))
        out.append(UInt8(ascii: "0") + UInt8(value % 10))
    }

    private static func isPlain(_ sender: String) -> Bool {
        !sender.isEmpty && sender.utf8.count <= senderLimitOctets && sender.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    }
}

/// One line of a LIST or UIDL listing: a number, blanks, and the rest (RFC 1939 section 5 and 7).
///
/// Seen in the wild and read: several blanks between (Comcast Maillennium), leading blanks, further columns behind a size.
/// Never an index: the number is checked before anybody uses it (libetpan fdfc5b8 read `message[-1]`).
struct ListingLine {
    /// 1 and above.
    let number: Int32
    /// Everything behind the number and its blanks, trailing blanks removed. Borrowed.
    let rest: UnsafeRawBufferPointer

    /// nil when the line does not begin with a number of at least 1 that fits 31 bits.
    @inline(__always)
    init?(_ line: UnsafeRawBufferPointer) {
        var at = 0
        var end = line.count
        while at < end, Self.isBlank(line[at]) { at += 1 }
        var value: Int64 = 0
        let digits = at
        while at < end, let digit = Self.digit(line[at]), value <= Int64(Int32.max) {
            value = value * 10 + digit
            at += 1
        }
        guard at > digits, value >= 1, value <= Int64(Int32.max), at == end || Self.isBlank(line[at]) else { return nil }
        while at < end, Self.isBlank(line[at]) { at += 1 }
        while end > at, Self.isBlank(line[end - 1]) { end -= 1 }
        number = Int32(value)
        rest = UnsafeRawBufferPointer(rebasing: line[at..<end])
    }

    /// The first column of `rest` as a size in octets; nil when it is not a number below 2^62.
    var octets: Int64? {
        var value: Int64 = 0
        var at = 0
        while at < rest.count, let digit = Self.digit(rest[at]) {
            guard value < 1 << 58 else { return nil }
            value = value * 10 + digit
            at += 1
        }
        return at > 0 && (at == rest.count || Self.isBlank(rest[at])) ? value : nil
    }

    private static func isBlank(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x09 }

    private static func digit(_ octet: UInt8) -> Int64? {
        let digit = Int64(octet) - 0x30
        return digit >= 0 && digit <= 9 ? digit : nil
    }
}

/// A time as a Date field has it (RFC 5322 section 3.3): what the writer's clock showed, and how far that clock was from UTC.
public struct MailDate: Equatable, Sendable {
    /// 1900 to 9999.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    public let day: Int
    public let hour: Int
    public let minute: Int
    /// 0 to 59: a leap second is told as the one before.
    public let second: Int
    /// East of Greenwich; nil where the field does not say, which is read as UTC.
    public let zoneMinutes: Int?

    /// - Parameter seconds: since 1970; the nearest year there is stands for one outside 1900 to 9999.
    public init(utc seconds: Int64) {
        let within = min(max(seconds, -2_208_988_800), 253_402_300_799)
        let days = Self.floored(within, 86_400)
        (year, month, day) = Self.civil(days)
        let rest = Int(within - days * 86_400)
        (hour, minute, second, zoneMinutes) = (rest / 3600, rest / 60 % 60, rest % 60, 0)
    }

    /// Tolerant: the parts are told apart by their looks, in any order, comments and unknown words are passed over. Reads RFC 5322
    /// with its obsolete forms, RFC 850, asctime and ISO 8601. nil where day, month or year is missing or there is no such day.
    /// - Parameter octets: the value of the field, unfolded.
    public init?(parsing octets: ArraySlice<UInt8>) {
        var found = Found()
        for token in Self.tokens(octets) { found.take(token) }
        guard let day = found.day, let month = found.month, let year = found.year, year >= 1900, year <= 9999,
            day <= Self.length(of: month, year)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        (hour, minute, second) = found.time ?? (0, 0, 0)
        zoneMinutes = found.zone
    }

    /// Seconds since 1970, UTC.
    public var seconds: Int64 {
        Self.days(year, month, day) * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(zoneMinutes ?? 0) * 60
    }

    /// The same moment on a clock in Greenwich.
    public var utc: MailDate { MailDate(utc: seconds) }

    /// 0 for Sunday.
    public var weekday: Int { Int(Self.modulo(Self.days(year, month, day) + 4, 7)) }

    /// What was recognised so far. The first of a kind counts.
    private struct Found {
        var day: Int?
        var month: Int?
        var year: Int?
        var time: (Int, Int, Int)?
        var zone: Int?

        mutating func take(_ token: ArraySlice<UInt8>) {
            guard let first = token.first else { return }
            if first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
                if time != nil, zone == nil { zone = MailDate.zone(token) }
            } else if MailDate.isDigit(first) {
                takeNumber(token)
            } else {
                takeWord(token)
            }
        }

        private mutating func takeNumber(_ token: ArraySlice<UInt8>) {
            let digits = token.prefix(while: MailDate.isDigit)
            let rest = token.dropFirst(digits.count)
            if rest.first == UInt8(ascii: ":") {
                takeTime(token)
            } else if rest.first == UInt8(ascii: "-") {
                takeDashed(token)
            } else if let value = MailDate.number(digits) {
                if day == nil, digits.count <= 2, value >= 1, value <= 31 {
                    day = value
                } else if year == nil, digits.count <= 4 {
                    year = MailDate.fullYear(value, digits: digits.count)
                }
            }
        }

        /// "12:30", "12:30:05", with a fraction or a zone glued on.
        private mutating func takeTime(_ token: ArraySlice<UInt8>) {
            guard time == nil else { return }
            let end = token.firstIndex { !MailDate.isDigit($0) && $0 != UInt8(ascii: ":") } ?? token.endIndex
            let parts = token[..<end].split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard parts.count == 2 || parts.count == 3, let hour = MailDate.number(parts[0]),
                let minute = MailDate.number(parts[1]),
                let second = parts.count == 3 ? MailDate.number(parts[2]) : 0, hour <= 23, minute <= 59, second <= 60
            else { return }
            time = (hour, minute, min(second, 59))
            take(token[end...].drop { $0 == UInt8(ascii: ".") || MailDate.isDigit($0) })
        }

        /// "01-Jan-99", or "1999-01-31" with a time behind a "T".
        private mutating func takeDashed(_ token: ArraySlice<UInt8>) {
            let parts = token.split(separator: UInt8(ascii: "-"), maxSplits: 2)
            guard parts.count == 3 else { return }
            if parts[0].count == 4, let ordinal = MailDate.number(parts[1]), ordinal >= 1, ordinal <= 12, day == nil, month == nil
            {
                let digits = parts[2].prefix(while: MailDate.isDigit)
                guard let value = MailDate.number(digits), value >= 1, value <= 31 else { return }
                (year, month, day) = (year ?? MailDate.number(parts[0]), ordinal, value)
                take(parts[2].dropFirst(digits.count).drop { $0 == UInt8(ascii: "T") || $0 == UInt8(ascii: "t") })
            } else if parts[2].allSatisfy(MailDate.isDigit) {
                for part in parts { take(part) }
            }
        }

        private mutating func takeWord(_ token: ArraySlice<UInt8>) {
            let lower = String(decoding: token.prefix(4).map { $0 | 0x20 }, as: UTF8.self)
            if month == nil, let place = MailDate.months.firstIndex(of: String(lower.prefix(3))) {
                month = place + 1
            } else if time != nil, zone == nil, token.count <= 3, let hours = MailDate.zones[lower] {
                zone = hours * 60
            }
        }
    }

    /// Split at blanks and commas; comments, which nest, are left out.
    private static func tokens(_ octets: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var tokens: [ArraySlice<UInt8>] = []
        var start: Int?
        var depth = 0
        for (at, octet) in zip(octets.indices, octets) {
            let isPart = depth == 0 && octet > 0x20 && octet != UInt8(ascii: ",") && octet != UInt8(ascii: "(")
            if isPart {
                start = start ?? at
            } else if let begun = start {
                tokens.append(octets[begun..<at])
                start = nil
            }
            if octet == UInt8(ascii: "(") { depth += 1 }
            if octet == UInt8(ascii: ")"), depth > 0 { depth -= 1 }
        }
        if let start { tokens.append(octets[start...]) }
        return tokens
    }

    /// At most four digits, so nothing overflows.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.count <= 4, digits.allSatisfy(isDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// RFC 5322 section 4.3.
    private static func fullYear(_ value: Int, digits: Int) -> Int {
        if digits >= 4 { return value }
        return digits == 2 && value < 50 ? value + 2000 : value + 1900
    }

    /// "+0130" or "+01:30"; nil for what no clock shows.
    private static func zone(_ token: ArraySlice<UInt8>) -> Int? {
        let digits = token.dropFirst().prefix { isDigit($0) || $0 == UInt8(ascii: ":") }.filter(isDigit)
        guard digits.count == 4, let value = number(digits[...]), value / 100 <= 14, value % 100 <= 59 else { return nil }
        let minutes = value / 100 * 60 + value % 100
        return token.first == UInt8(ascii: "-") ? -minutes : minutes
    }

    private static func isDigit(_ octet: UInt8) -> Bool { octet >= UInt8(ascii: "0") && octet <= UInt8(ascii: "9") }

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// Hours, RFC 5322 section 4.3. Military letters but Z mean nothing: they were used with either sign.
    private static let zones = [
        "z": 0, "ut": 0, "gmt": 0, "utc": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8,
        "pdt": -7,
    ]

    private static func length(of month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970 of a date in the Gregorian calendar; the year begins in March, so that the leap day is its last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let era = floored(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(_ days: Int64) -> (Int, Int, Int) {
        let shifted = days + 719_468
        let era = floored(shifted, 146_097)
        let day = shifted - era * 146_097
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * year + year / 4 - year / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (
            Int(year + era * 400 + (month < 10 ? 0 : 1)), Int(month < 10 ? month + 3 : month - 9),
            Int(dayOfYear - (153 * month + 2) / 5 + 1)
        )
    }

    private static func floored(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((-value + divisor - 1) / divisor)
    }

    private static func modulo(_ value: Int64, _ divisor: Int64) -> Int64 { value - floored(value, divisor) * divisor }
}

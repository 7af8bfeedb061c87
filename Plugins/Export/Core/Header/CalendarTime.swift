import MIME

/// What a clock and a calendar on the wall show (Gregorian, years 1 to 9999): for names of files, mbox lines and archives.
public struct CalendarTime: Equatable, Sendable {
    public let year: Int
    /// 1 to 12.
    public let month: Int
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int
    /// 0 for Sunday.
    public let weekday: Int

    /// In Greenwich.
    /// - Parameter seconds: since 1970; the nearest time there is stands for one outside the years.
    public init(utc seconds: Int64) {
        let within = min(max(seconds, -62_135_596_800), 253_402_300_799)
        let days = Self.floored(within, 86_400)
        let rest = Int(within - days * 86_400)
        (year, month, day) = Self.civil(days)
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        weekday = Int(days + 4 - 7 * Self.floored(days + 4, 7))
    }

    /// Where the message was written.
    public init(local date: MailDate) { self.init(utc: date.seconds + Int64(date.zoneMinutes) * 60) }

    /// The year begins in March, so that the leap day is its last.
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
}

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Times for people and for programs.
enum TimeText {
    /// In local time, 12 columns at most: "Today 09:12", "24 Nov 09:40" this year, else "24 Nov 2025".
    static func short(_ seconds: Int64, now: Int64 = Int64(time(nil))) -> String {
        guard let then = local(seconds), let today = local(now) else { return "?" }
        let clock = two(then.tm_hour) + ":" + two(then.tm_min)
        if then.tm_year == today.tm_year, then.tm_yday == today.tm_yday { return "Today " + clock }
        let day = "\(then.tm_mday) \(months[Int(then.tm_mon)])"
        // A date in the future is a wrong clock: the year shows it.
        let isRecent = then.tm_year == today.tm_year && seconds <= now
        return (then.tm_mday < 10 ? " " : "") + day + " " + (isRecent ? clock : String(then.tm_year + 1900))
    }

    /// In local time with its zone: "Tue 24 Nov 2026 09:40 +0100".
    static func long(_ seconds: Int64) -> String {
        guard let then = local(seconds) else { return "?" }
        let minutes = then.tm_gmtoff / 60
        let zone = (minutes < 0 ? "-" : "+") + two(Int32(abs(minutes) / 60)) + two(Int32(abs(minutes) % 60))
        return "\(days[Int(then.tm_wday)]) \(then.tm_mday) \(months[Int(then.tm_mon)]) \(then.tm_year + 1900) "
            + two(then.tm_hour) + ":" + two(then.tm_min) + " " + zone
    }

    /// "2026-11-24T08:40:00Z" (RFC 3339); for years beyond 0 to 9999 the nearest there is.
    static func rfc3339(_ seconds: Int64) -> String {
        var clock = time_t(min(max(seconds, -62_167_219_200), 253_402_300_799))
        var then = tm()
        guard gmtime_r(&clock, &then) != nil else { return "?" }
        let year = String(then.tm_year + 1900)
        return String(repeating: "0", count: max(0, 4 - year.count)) + year + "-" + two(then.tm_mon + 1) + "-" + two(then.tm_mday)
            + "T" + two(then.tm_hour) + ":" + two(then.tm_min) + ":" + two(then.tm_sec) + "Z"
    }

    /// A span for people: "0:12", "2:40", "1:02:40".
    static func span(_ span: Duration) -> String {
        let seconds = max(0, span.components.seconds)
        let minutes = Int32(clamping: seconds / 60)
        let short = two(Int32(seconds % 60))
        return minutes < 60 ? "\(minutes):\(short)" : "\(minutes / 60):\(two(minutes % 60)):\(short)"
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    private static func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }

    private static func local(_ seconds: Int64) -> tm? {
        var clock = time_t(seconds)
        var then = tm()
        return localtime_r(&clock, &then) == nil ? nil : then
    }
}

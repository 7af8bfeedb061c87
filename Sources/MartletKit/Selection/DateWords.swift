#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Seconds since 1970 from the first on to before the second; nil: no end on this side.
struct DateRange: Equatable, Sendable {
    var from: Int64?
    var until: Int64?

    func contains(_ seconds: Int64) -> Bool { seconds >= from ?? .min && until.map { seconds < $0 } ?? true }
}

/// Reads dates as people write them, in the local time zone.
///
///     day    = today | yesterday | 2026-11-01 | 2026-11 | 2026      the whole of it
///     span   = day | day..day | day.. | ..day                       both ends belong to it
///     time   = 30d | 2w | 6m | 1y | 12h                             so long ago
struct DateWords {
    /// More is a slip of the hand.
    private static let longestAgo = 10_000

    let now: Int64

    /// The time a mail is older or newer than: so long ago, or when that day began.
    func moment(_ text: String) -> Int64? { ago(text) ?? day(text)?.from }

    func span(_ text: String) -> DateRange? {
        guard let dots = text.firstRange(of: "..") else { return day(text) }
        let (first, last) = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
        guard !(first.isEmpty && last.isEmpty) else { return nil }
        var range = DateRange()
        if !first.isEmpty {
            guard let day = day(first) else { return nil }
            range.from = day.from
        }
        if !last.isEmpty {
            guard let day = day(last) else { return nil }
            range.until = day.until
        }
        return range
    }

    private func day(_ text: String) -> DateRange? {
        switch text {
        case "today": return days(since: 0)
        case "yesterday": return days(since: -1)
        default: break
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { part -> Int32? in
            part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) ? Int32(part) : nil
        }
        let widths = text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count)
        guard (1...3).contains(parts.count), !parts.contains(nil), widths[0] == 4,
            widths.dropFirst().allSatisfy({ (1...2).contains($0) }), let year = parts[0]
        else { return nil }
        let month = parts.count > 1 ? parts[1]! : nil
        let day = parts.count > 2 ? parts[2]! : nil
        guard year >= 1, (1...12).contains(month ?? 1), (1...31).contains(day ?? 1) else { return nil }
        var next = (year: year, month: month ?? 1, day: day ?? 1)
        if day != nil { next.day += 1 } else if month != nil { next.month += 1 } else { next.year += 1 }
        // The 31st of a short month is the 1st of the next by mktime, and no date for a reader.
        var start = Self.midnight(year, month ?? 1, day ?? 1)
        let from = Int64(mktime(&start))
        guard start.tm_mday == day ?? 1 else { return nil }
        var end = Self.midnight(next.year, next.month, next.day)
        return DateRange(from: from, until: Int64(mktime(&end)))
    }

    private func days(since offset: Int32) -> DateRange {
        let today = local
        var start = Self.midnight(today.tm_year + 1900, today.tm_mon + 1, today.tm_mday + offset)
        var end = Self.midnight(today.tm_year + 1900, today.tm_mon + 1, today.tm_mday + offset + 1)
        return DateRange(from: Int64(mktime(&start)), until: Int64(mktime(&end)))
    }

    /// Days, weeks, months and years go by the calendar: an hour more or less where the clocks were changed.
    private func ago(_ text: String) -> Int64? {
        guard let unit = text.last, let count = NumberSet.number(text.dropLast()), count <= Self.longestAgo else { return nil }
        let many = Int32(count)
        var then = local
        switch unit {
        case "h": return now - Int64(count) * 3600
        case "d": then.tm_mday -= many
        case "w": then.tm_mday -= 7 * many
        case "m": then.tm_mon -= many
        case "y": then.tm_year -= many
        default: return nil
        }
        then.tm_isdst = -1
        return Int64(mktime(&then))
    }

    private var local: tm {
        var seconds = time_t(now)
        var found = tm()
        localtime_r(&seconds, &found)
        return found
    }

    private static func midnight(_ year: Int32, _ month: Int32, _ day: Int32) -> tm {
        var made = tm()
        (made.tm_year, made.tm_mon, made.tm_mday, made.tm_isdst) = (year - 1900, month - 1, day, -1)
        return made
    }
}

@testable import MartletKit
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite("dates in selections") struct DateWordsTests {
    /// The local midnight at which a day begins.
    private func start(_ year: Int32, _ month: Int32, _ day: Int32, hour: Int32 = 0) -> Int64 {
        var time = tm()
        (time.tm_year, time.tm_mon, time.tm_mday, time.tm_hour, time.tm_isdst) = (year - 1900, month - 1, day, hour, -1)
        return Int64(mktime(&time))
    }

    /// Noon of 25 November 2026, here.
    private var words: DateWords { DateWords(now: start(2026, 11, 25, hour: 12)) }

    @Test("days, months, years and spans of them") func spans() {
        let table: [(String, Int64?, Int64?)] = [
            ("today", start(2026, 11, 25), start(2026, 11, 26)), ("yesterday", start(2026, 11, 24), start(2026, 11, 25)),
            ("2026-11-01", start(2026, 11, 1), start(2026, 11, 2)), ("2026-11", start(2026, 11, 1), start(2026, 12, 1)),
            ("2026", start(2026, 1, 1), start(2027, 1, 1)), ("2026-12", start(2026, 12, 1), start(2027, 1, 1)),
            ("2024-02-29", start(2024, 2, 29), start(2024, 3, 1)), ("2026-3-7", start(2026, 3, 7), start(2026, 3, 8)),
            ("2026-11-01..2026-11-07", start(2026, 11, 1), start(2026, 11, 8)),
            ("2026-10..today", start(2026, 10, 1), start(2026, 11, 26)),
            ("2026..", start(2026, 1, 1), nil), ("..yesterday", nil, start(2026, 11, 25)),
        ]
        for (text, from, until) in table { #expect(words.span(text) == DateRange(from: from, until: until), "\(text)") }
    }

    @Test("so long ago, by the calendar") func ago() {
        let table: [(String, Int64)] = [
            ("12h", start(2026, 11, 25)), ("1d", start(2026, 11, 24, hour: 12)), ("2w", start(2026, 11, 11, hour: 12)),
            ("6m", start(2026, 5, 25, hour: 12)), ("1y", start(2025, 11, 25, hour: 12)), ("30d", start(2026, 10, 26, hour: 12)),
            ("2026-11-01", start(2026, 11, 1)), ("yesterday", start(2026, 11, 24)),
        ]
        for (text, moment) in table { #expect(words.moment(text) == moment, "\(text)") }
    }

    @Test(
        "what is no date",
        arguments: [
            "", "30", "d", "-1d", "99999d", "30D", "2026-13", "2026-02-30", "2026-00", "2026-1-0", "26-11-01", "2026-11-01-1",
            "2026/11/1",
            "now", "..", "2026-11-1x", "tomorrow",
        ])
    func none(_ text: String) { #expect(words.span(text) == nil && words.moment(text) == nil) }
}

import MIME
import Testing

@testable import ExportCore

@Suite("Calendar and clock") struct CalendarTimeTests {
    static func text(_ time: CalendarTime) -> String {
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        let day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][time.weekday]
        return "\(day) \(time.year)-\(two(time.month))-\(two(time.day)) \(two(time.hour)):\(two(time.minute)):\(two(time.second))"
    }

    @Test(
        "moments in Greenwich",
        arguments: [
            (0, "Thu 1970-01-01 00:00:00"), (-1, "Wed 1969-12-31 23:59:59"), (951_782_400, "Tue 2000-02-29 00:00:00"),
            (-2_203_891_200, "Thu 1900-03-01 00:00:00"), (1_795_513_203, "Tue 2026-11-24 09:40:03"),
            (.min, "Mon 1-01-01 00:00:00"), (.max, "Fri 9999-12-31 23:59:59"),
        ] as [(Int64, String)])
    func moments(_ seconds: Int64, _ expected: String) { #expect(Self.text(CalendarTime(utc: seconds)) == expected) }

    @Test("each day follows the one before, over ten millennia")
    func calendar() {
        var before = CalendarTime(utc: -62_135_596_800)
        for day in stride(from: Int64(-62_135_596_800 + 86_400), to: 253_402_300_800, by: 86_400) {
            let time = CalendarTime(utc: day)
            let isNext =
                time.day == before.day + 1 && time.month == before.month && time.year == before.year
                || time.day == 1 && before.day >= 28
                    && (time.month == before.month + 1 && time.year == before.year
                        || time.month == 1 && before.month == 12 && time.year == before.year + 1)
            guard isNext, time.weekday == (before.weekday + 1) % 7 else {
                Issue.record("\(Self.text(before)) is followed by \(Self.text(time))")
                return
            }
            before = time
        }
    }

    @Test("a clock elsewhere shows what the message says; one that says nothing is in Greenwich")
    func local() {
        for (date, expected) in [
            ("Thu, 1 Jan 2015 01:02:03 +0330", "Thu 2015-01-01 01:02:03"), ("1 Jan 2015 23:00 -2359", "Thu 2015-01-01 23:00:00"),
            ("1 Jan 2015 01:02", "Thu 2015-01-01 01:02:00"), ("31 Dec 9999 23:59:59 -1459", "Fri 9999-12-31 23:59:59"),
        ] {
            #expect(MailDate(date).map { Self.text(CalendarTime(local: $0)) } == expected)
        }
    }
}

import CMIME
import Testing

private func read(_ text: String) -> mime_date? {
    var date = mime_date()
    return withSpan(text) { mime_date_read($0, &date) } ? date : nil
}

/// 2026-11-24 09:40:00, as if it were UTC.
private let morning: Int64 = 1_795_513_200

@Suite("Dates (RFC 5322 sections 3.3 and 4.3)") struct DateTests {
    @Test(
        "a date is read in whatever shape it comes; no zone is UTC",
        arguments: [
            "Tue, 24 Nov 2026 09:40:00", "24 Nov 2026 09:40:00", "Tue,24 Nov 2026 09:40", "24 Nov 26 09:40:00", "24 nov 126 9:40",
            "Tuesday, 24 November 2026 09:40:00", "Nov 24, 2026 09:40:00", "Tue Nov 24 09:40:00 2026", "Tue Nov 24 09:40 2026",
            "2026-11-24T09:40:00", "2026-11-24 09:40:00", "2026-11-24T09:40:00.123456", "2026/11/24 09:40", "20261124T094000",
            "20261124T0940", "24-Nov-2026 09:40:00", "24-Nov-26 09:40", "11/24/2026 09:40:00", "11/24/26 09:40",
            "24/11/2026 09:40",
            "24.11.2026 09:40:00", "24.11.26 09:40", "24 Nov 2026 09.40.00", "09:40:00 24 Nov 2026", "09:40 24-Nov-2026",
            "Tue, 24 Nov 2026 9:40 AM", "(a (nested \\) comment)) Tue (x), 24 Nov 2026 (y) 09:40:00 (z", "24Nov2026 09:40",
            "Tue,  24\tNov\r\n 2026 09 (h) : 40 : 00", "\"Tue, 24 Nov 2026 09:40:00\"", "Tue, 24 Nov 2026 09:40:00 -0000",
            "Tue, 24 Nov 2026 09:40:00 GMT", "Tue, 24 Nov 2026 09:40:00 +0000", "2026-11-24T09:40:00Z", "24. Nov. 2026 09:40",
        ])
    func shapes(_ text: String) { #expect(read(text)?.seconds == morning) }

    @Test(
        "a zone is minutes east of UTC, by number or name",
        arguments: [
            ("+0100", 60), ("-0400 (EDT)", -240), ("+01:00", 60), ("+1", 60), ("+530", 330), ("GMT+0200", 120), ("UTC-5", -300),
            ("0100", 60), ("+2359", 1439), ("-2359", -1439), ("EST", -300), ("EDT", -240), ("CST", -360), ("CDT", -300),
            ("MST", -420), ("MDT", -360), ("PST", -480), ("pdt", -420), ("UT", 0), ("UTC", 0), ("Z", 0), ("CET", 60), ("MET", 60),
            ("CEST", 120), ("BST", 60), ("JST", 540), ("+0100 CET", 60), ("+0200 EST", 120), ("EST -0400", -240),
        ])
    func zones(_ zone: String, _ minutes: Int) {
        let date = read("24 Nov 2026 09:40:00 \(zone)")
        #expect(date?.zone == Int32(minutes))
        #expect(date?.has_zone == true)
        #expect(date?.seconds == morning - Int64(minutes) * 60)
    }

    @Test(
        "a zone that says nothing, or cannot be, is none",
        arguments: ["", "-0000", "A", "K", "IST", "XYZ", "+2400", "+0060", "+99999", "-", "(EST)"])
    func noZone(_ zone: String) {
        let date = read("24 Nov 2026 09:40:00 \(zone)")
        #expect(date?.seconds == morning)
        #expect(date?.zone == 0)
        #expect(date?.has_zone == false)
    }

    @Test(
        "the zone may stand before asctime's year", arguments: ["Tue Nov 24 09:40:00 EST 2026", "Tue Nov 24 09:40:00 -0500 2026"])
    func zoneBeforeYear(_ text: String) {
        #expect(read(text)?.seconds == morning + 5 * 3600)
        #expect(read(text)?.zone == -300)
    }

    @Test(
        "years of two digits are of this century below 50, those of three count from 1900",
        arguments: [("49", 2_493_072_000), ("50", -631_152_000), ("00", 946_684_800), ("99", 915_148_800), ("100", 946_684_800)]
            as [(String, Int64)])
    func shortYears(_ year: String, _ seconds: Int64) { #expect(read("1 Jan \(year) 00:00")?.seconds == seconds) }

    @Test(
        "days count right over leap years and before 1970",
        arguments: [
            ("1 Jan 1970", 0), ("31 Dec 1969", -86400), ("29 Feb 2000", 951_782_400), ("1 Mar 2000", 951_868_800),
            ("29 Feb 2024", 1_709_164_800), ("31 Dec 9999", 253_402_214_400), ("1 Jan 0001", -62_135_596_800),
        ] as [(String, Int64)])
    func days(_ text: String, _ seconds: Int64) { #expect(read(text)?.seconds == seconds) }

    @Test(
        "what has no day, or none that exists, is no date",
        arguments: [
            "", " ", "Tue", "24 Nov", "Nov 2026", "09:40:00 +0100", "30 Feb 2026", "29 Feb 2026", "29 Feb 1900", "31 Nov 2026",
            "0 Nov 2026",
            "32 Nov 2026", "24 Nov 0000", "24 Nov 10000", "24 Nov 99999999999999999999999999", "24 Foo 2026", "2026-13-01",
            "2026-00-10",
            "99999999999999999999", "24 Ma 2026", "(24 Nov 2026", "24 Novembers 2026", "-", "T", "\\",
        ])
    func noDate(_ text: String) { #expect(read(text) == nil) }

    @Test("a day without a time is its beginning")
    func noTime() { #expect(read("24 Nov 2026")?.seconds == morning - 9 * 3600 - 40 * 60) }

    @Test(
        "a time that cannot be makes no date",
        arguments: [
            "24 Nov 2026 25:00", "24 Nov 2026 09:60", "24 Nov 2026 09:40:61", "24 Nov 2026 59:10 -0500",
        ])
    func impossible(_ text: String) { #expect(read(text) == nil) }

    @Test("a leap second, noon and midnight are what they say")
    func clocks() {
        let midnight = morning - 9 * 3600 - 40 * 60
        #expect(read("24 Nov 2026 23:59:60")?.seconds == midnight + 86400)
        #expect(read("24 Nov 2026 12:00 AM")?.seconds == midnight)
        #expect(read("24 Nov 2026 12:00 PM")?.seconds == midnight + 43200)
        #expect(read("24 Nov 2026 1:00pm")?.seconds == midnight + 46800)
    }

    @Test("what stands far behind a date is not looked at")
    func bounded() {
        #expect(read("24 Nov 2026 09:40 " + String(repeating: "1:2 ", count: 100_000))?.seconds == morning)
        #expect(read(String(repeating: "(", count: 100_000)) == nil)
        #expect(read(String(repeating: ", ", count: 100_000) + "24 Nov 2026") == nil)
    }
}

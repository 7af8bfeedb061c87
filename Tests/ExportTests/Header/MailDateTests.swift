import Testing

@testable import ExportCore

@Suite("Dates of mail (RFC 5322 section 3.3)") struct MailDateTests {
    static func text(_ date: MailDate?) -> String {
        guard let date else { return "-" }
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }
        let zone = date.zoneMinutes.map { " \($0)" } ?? ""
        return "\(date.year)-\(two(date.month))-\(two(date.day)) \(two(date.hour)):\(two(date.minute)):\(two(date.second))\(zone)"
    }

    static func read(_ text: String) -> String { Self.text(MailDate(parsing: Array(text.utf8)[...])) }

    @Test(
        "the forms there are",
        arguments: [
            ("Thu, 1 Jan 2015 01:02:03 +0100", "2015-01-01 01:02:03 60"), ("1 Jan 2015 01:02 -0330", "2015-01-01 01:02:00 -210"),
            ("Thu,01 JAN 15 1:02:03 GMT", "2015-01-01 01:02:03 0"), ("Thu Jan  1 00:00:00 1970", "1970-01-01 00:00:00"),
            ("Thursday, 01-Jan-70 00:00:00 EST", "1970-01-01 00:00:00 -300"),
            ("Thu, 1 Jan 2015 01:02:03 +0000 (UTC (and more), +0500)", "2015-01-01 01:02:03 0"),
            ("2015-01-31T23:59:60.5-05:00", "2015-01-31 23:59:59 -300"), ("2015-01-31 23:59:58Z", "2015-01-31 23:59:58 0"),
            ("29 Feb 2024", "2024-02-29 00:00:00"), ("1 January 100", "2000-01-01 00:00:00"),
            ("1 Jan 99 0:0", "1999-01-01 00:00:00"),
            ("Wed, 31 Dec 9999 23:59:59 -1459", "9999-12-31 23:59:59 -899"), ("1 Jan 2015 12:00:00 A", "2015-01-01 12:00:00"),
            ("1 Jan 2015 12:00:00 +9900", "2015-01-01 12:00:00"), ("1 Jan 2015 25:00", "2015-01-01 00:00:00"),
            ("May 5 2015", "2015-05-05 00:00:00"),
        ])
    func forms(_ text: String, _ expected: String) { #expect(Self.read(text) == expected) }

    @Test(
        "what is no date",
        arguments: [
            "", " ", "yesterday", "30 Feb 2015", "29 Feb 1900", "31 Apr 2015", "0 Jan 2015", "1 Jan", "Jan 2015", "1 2015",
            "1 Jan 0000",
            "1 Jan 1899", "1 Jan 99999999999999999999", "99999999999999999999999 Jan 2015", "2015-13-01", "2015-00-01",
            "2015-02-30", "((((", "1-Jan", "--1", "+", "-",
        ])
    func none(_ text: String) { #expect(Self.read(text) == "-") }

    @Test("a date and its seconds agree with each other over eight millennia")
    func calendar() {
        var seconds: Int64 = -2_208_988_800
        var days: Int64 = 0
        while seconds < 253_402_300_800 {
            let date = MailDate(utc: seconds)
            #expect(date.seconds == seconds && date.weekday == Int((1 + days) % 7))
            seconds += 86_400 * 97 + 3671
            days = (seconds + 2_208_988_800) / 86_400
        }
        #expect(Self.text(MailDate(utc: 951_782_400)) == "2000-02-29 00:00:00 0")
        #expect(MailDate(utc: .min).year == 1900 && MailDate(utc: .max).year == 9999)
        #expect(MailDate(parsing: Array("1 Jan 1900 00:00 +1459".utf8)[...])!.utc.year == 1900)
    }

    @Test("no octets in any order do harm")
    func noise() {
        var dice = Dice(7)
        let words = [
            "Jan", "1", "2015", "-", "+", "0100", ":", "12", "T", "(", ")", ",", " ", "\u{0}", "é", "99999", "Z", ".", "\\",
        ]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...12, using: &dice)).map { _ in words.randomElement(using: &dice)! }.joined()
            if let date = MailDate(parsing: Array(text.utf8)[...]) {
                #expect(MailDate(utc: date.seconds).seconds == date.seconds)
            }
        }
    }
}

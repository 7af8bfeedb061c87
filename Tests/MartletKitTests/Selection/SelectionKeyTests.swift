import MartletDemo
@testable import MartletKit
import POP3
import Testing

@Suite("selection keys") struct SelectionKeyTests {
    private static let headers = [
        1:
            "From: =?x?= Anna Lindqvist <anna.l@example.se>\r\nTo: club@example.org\r\nSubject: Årsrapport 2025,\r\n slutversion\r\nDate: Tue, 24 Nov 2026 09:40:00 +0100\r\n",
        2:
            "from: Søren Madsen <sm@example.dk>\r\nTo: anna.l@example.se,\r\n\tbert@example.se\r\nSubject: Møde på torsdag\r\nDate: 1 Nov 2026 12:00 +0000\r\nList-Id: <swift.example>\r\n",
        3: "From: news@example.com\r\nSubject: 50 % off (today)\r\nDate: whenever\r\nList-Id:\r\n",
    ]

    @Test("one row a key: which of three messages it chooses") func table() throws {
        let mail = Mail(
            try running([
                DemoMessage(uniqueID: "000a7f", text: String(repeating: "x", count: 1022) + "\r\n"),
                DemoMessage(uniqueID: "000b01", text: String(repeating: "x", count: 2046) + "\r\n"),
                DemoMessage(uniqueID: "100", text: "x\r\n"),
            ]).maildrop(), headers: Self.headers, new: [3], exported: [1], marked: [2])
        let table: [(String, [Int])] = [
            ("from:anna", [1]), ("from:LINDQVIST", [1]), ("from:example.dk", [2]), ("from:soren", [2]), ("from:\"Søren m\"", [2]),
            ("to:anna", [2]), ("to:\"se, bert\"", [2]), ("to:club", [1]), ("subject:arsrapport", [1]),
            ("subject:\"MODE  PA\"", [2]),
            ("subject:\"2025, slut\"", [1]), ("subject:\"(today)\"", [3]), ("header:list-id:swift", [2]),
            ("header:List-Id:", [2, 3]),
            ("header:date:when", [3]),
            ("size>1K", [2]), ("size>=1K", [1, 2]), ("size<1K", [3]), ("size<=1k", [1, 3]), ("size>0.001M", [2]), ("size>1G", []),
            ("size>9223372036854775807", []),
            ("size<0", []),
            ("uid:000", [1, 2]), ("uid:000a7f", [1]), ("uid:A", []), ("last:1", [3]),
            ("older:10d", [2]), ("newer:10d", [1]), ("older:2026-11-24", [2]), ("newer:2026-11-24", [1]), ("older:30d", []),
            ("date:2026-11", [1, 2]), ("date:2026", [1, 2]), ("date:yesterday", [1]), ("date:today", []),
            ("date:2026-10-30..2026-11-02", [2]), ("date:..2026-11-02", [2]), ("date:2026-11-02..", [1]),
            ("marked", [2]), ("exported", [1]), ("seen", [1, 2]),
            ("not date:2026-11", []), ("not from:anna", [2, 3]), ("from:anna,from:news", [1, 3]),
            ("from:anna or to:anna", [1, 2]),
            ("new from:news", [3]), ("not subject:x", [1, 2, 3]),
        ]
        for (text, numbers) in table { #expect(try mail.chosen(text) == numbers, "\(text)") }
        #expect(Set(SelectionKey.all.map(\.name)).count == SelectionKey.all.count)
        for key in SelectionKey.all {
            _ = try Selection(key.example)
            #expect(table.contains { $0.0.hasPrefix(key.name) }, "no row for \(key.name)")
        }
    }

    @Test("help has a line for every word and key, none wider than 80") func help() {
        for line in SelectionHelp.text.split(separator: "\n") { #expect(DisplayWidth.of(String(line)) <= 80, "\(line)") }
        for key in SelectionKey.all { #expect(SelectionHelp.text.contains("  \(key.example) ")) }
        #expect(SelectionHelp.text.contains("A selection says"))
        #expect(Selection.completions.contains("from:") && Selection.completions.contains("size>"))
    }

    @Test("quotes that a shell took away come back where the words are text")
    func arguments() throws {
        let table = [
            ("from:anna lindqvist", "from:\"anna lindqvist\""), ("from:anna\nnew", "from:anna new"),
            ("from:anna new", "from:anna new"), ("from:two words\nsize>1M", "from:\"two words\" size>1M"),
            ("new\nsubject:terms and conditions", "new subject:\"terms and conditions\""),
            ("header:list-id:two words", "header:list-id:\"two words\""), ("1-5 (new\nor seen)", "1-5 (new or seen)"),
            ("subject:\"two words\"", "subject:\"two words\""), ("subject:a\\b c", "subject:\"a\\\\b c\""),
        ]
        for (text, source) in table { #expect(try Selection(text).source == source, "\(text)") }
        #expect(failure { try Selection("from:anna sise>1M") }?.excerpt == Excerpt("from:anna sise>1M", at: 10))
        #expect(failure { try Selection("from:anna\nlindqvist") }?.hint == "from:\"anna lindqvist\"")
        #expect(Selection.keepsQuotes(behind: "from:") && Selection.keepsQuotes(behind: "1,(header:x-y:"))
        #expect(
            !Selection.keepsQuotes(behind: "from:a") && !Selection.keepsQuotes(behind: "uid:")
                && !Selection.keepsQuotes(behind: ""))
    }
}

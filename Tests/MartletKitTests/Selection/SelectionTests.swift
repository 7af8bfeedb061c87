import MartletDemo
@testable import MartletKit
import POP3
import Testing

@Suite("selections") struct SelectionTests {
    /// Numbers 1 to 9, of which 4 and 5 are new.
    private func chosen(_ text: String, _ maildrop: Maildrop) throws -> [Int] { try Mail(maildrop, new: [4, 5]).chosen(text) }

    @Test("words and the messages they choose of nine, of which 4 and 5 are new") func table() throws {
        let maildrop = try running(plain(9)).maildrop()
        let table: [(String, [Int])] = [
            ("all", Array(1...9)), ("*", Array(1...9)), ("new", [4, 5]), ("seen", [1, 2, 3, 6, 7, 8, 9]), ("5", [5]), ("$", [9]),
            ("2-4", [2, 3, 4]), ("7-", [7, 8, 9]), ("-3", [1, 2, 3]),
            ("7-$", [7, 8, 9]), ("last:2", [8, 9]), ("last:99", Array(1...9)), ("1,9", [1, 9]), ("9,1", [1, 9]),
            ("1-5 new", [4, 5]), ("1-5,new", [1, 2, 3, 4, 5]), ("1 , 9", [1, 9]),
            ("1-4,9 new", [4]), ("new 1-3", []), ("  2 ", [2]), ("all\t5", [5]), ("20-30", []), ("4-2", []), ("1,1,1", [1]),
            ("last:3 -8", [7, 8]), ("1-3,3-5,9 ", [1, 2, 3, 4, 5, 9]),
            ("9223372036854775807-", []), ("007", [7]),
            ("not 2-9", [1]), ("not 1-3,9", [4, 5, 6, 7, 8]), ("not not 1", [1]), ("1-5 not new", [1, 2, 3]),
            ("1 or 2 or 3", [1, 2, 3]), ("1-5 new or 9", [4, 5, 9]), ("9 or 1-5 and new", [4, 5, 9]),
            ("(1 or 2),9 1-2", [1, 2]), ("1-5 (new or 1)", [1, 4, 5]), ("((1))", [1]), ("not (1-5 or 9)", [6, 7, 8]),
            ("new,1-2", [1, 2, 4, 5]), ("1,(not 2-)", [1]),
        ]
        for (text, numbers) in table { #expect(try chosen(text, maildrop) == numbers, "\(text)") }
    }

    @Test("a single number that does not exist is named with the last", arguments: ["131", "1,131", "all 131", "not 131"])
    func outOfRange(_ text: String) throws {
        let maildrop = try running(plain(9)).maildrop()
        let error = failure { try chosen(text, maildrop) }
        #expect(error?.text == "error: no message 131; the last is 9\n  try: headers last:20")
        #expect(error?.code == .usage)
    }

    @Test func inAnEmptyMailboxNoNumberExists() throws {
        let maildrop = try running([]).maildrop()
        #expect(failure { try chosen("1", maildrop) }?.message == "no message 1; the mailbox is empty")
        #expect(try chosen("all", maildrop) == [])
        #expect(try chosen("$", maildrop) == [])
    }

    @Test("nothing is no selection", arguments: ["", "  ", "\t"]) func nothing(_ text: String) {
        #expect(failure { try Selection(text) }?.message == "no messages were named")
    }

    @Test(
        "whether the ledger must be asked",
        arguments: [("new", true), ("1-5,new", true), ("not (1 or new)", true), ("1 2", false)])
    func asks(_ text: String, _ asks: Bool) throws {
        #expect(try Selection(text).asks { $0 == .new } == asks)
    }

    @Test("the message shown last and the last listing, before and after") func recalled() throws {
        let maildrop = try running(plain(9)).maildrop()
        var mail = Mail(maildrop)
        #expect(failure { try mail.chosen("1 .") }?.message == "no message was shown yet, so \".\" means none")
        #expect(failure { try mail.chosen("^") }?.message == "nothing was listed yet, so \"^\" means nothing")
        (mail.facts.current, mail.facts.listed) = (3, [0, 3, 8])
        #expect(try mail.chosen(".") == [4])
        #expect(try mail.chosen("^ not .") == [1, 9])
    }

    @Test("both are found again by their unique-ids when numbers have changed") func recall() throws {
        let before = try running(plain(3)).maildrop()
        let after = try running([plain(3)[2], plain(3)[1]]).maildrop()
        var recall = Recall()
        #expect(recall.listed(in: before, 1) == nil)
        recall.show(2, of: before, 1)
        recall.list([0, 1, 2], of: before, 1)
        #expect(recall.current(in: before, 1) == 2)
        #expect(recall.current(in: after, 2) == 0)
        #expect(recall.listed(in: after, 2) == [0, 1])
    }

    @Test("an expression and its nesting have an end") func limits() throws {
        let longest = String(repeating: "1,", count: SelectionLexer.lengthLimitOctets / 2 - 1) + "1"
        #expect(try Selection(longest).singles.count == SelectionLexer.lengthLimitOctets / 2)
        #expect(failure { try Selection(longest + ",1,1") }?.message == "a selection is longer than 64 K")
        let depth = SelectionParser.depthLimit
        let deepest = String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth)
        _ = try Selection(deepest)
        #expect(failure { try Selection("(" + deepest + ")") }?.message == "more than 64 ( and not inside each other")
        #expect(failure { try Selection(String(repeating: "not ", count: depth + 1) + "1") }?.code == .usage)
    }

    @Test("whatever is typed is understood or pointed at, and nothing traps") func soup() throws {
        let mail = Mail(try running(plain(3)).maildrop(), headers: [1: "From: anna\r\nDate: 1 Jan 2026 00:00\r\n", 2: ""])
        let pieces = [
            "1", "-", "3", "9223372036854775807", "$", ",", ",", " ", " ", " ", "(", ")", "not ", "and ", " or ", "new", "all",
            "marked",
            "from:", "a", "subject:\"", "\"", "\\", "size>", "size<", "=", "M", "9", ".5G", "older:", "date:", "2026", "..",
            "today", "y",
            "header:x:", "uid:", "last:", "\n", "ø", "\u{301}", "\u{1B}", "🐦",
        ]
        var seed: UInt64 = 20_261_125
        func next(_ below: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % below
        }
        var understood = 0
        for _ in 0..<20_000 {
            let text = (0...next(9)).map { _ in pieces[next(pieces.count)] }.joined()
            do throws(Failure) {
                let selection = try Selection(text, now: noon)
                if try selection.evaluate(mail.facts).indices.isEmpty { _ = try selection.explainEmpty(mail.facts) }
                understood += 1
            } catch {
                #expect(error.code == .usage)
                if let excerpt = error.excerpt {
                    #expect((0...excerpt.line.unicodeScalars.count).contains(excerpt.offset), "\(text.debugDescription)")
                    #expect(excerpt.lines.count == 2)
                }
            }
        }
        #expect(understood > 1000)
    }
}

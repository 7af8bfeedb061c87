import MartletDemo
@testable import MartletKit
import POP3
import Testing

@Suite("selections") struct SelectionTests {
    /// Numbers 1 to 9, of which 4 and 5 are new.
    private func chosen(_ text: String, _ maildrop: Maildrop) throws -> [Int] {
        let selection = try Selection(text)
        return try selection.indices(in: maildrop) { (index) throws(Failure) in index == 3 || index == 4 }.map {
            maildrop.number(at: Int($0))
        }
    }

    @Test("words and the messages they choose of nine, of which 4 and 5 are new") func table() throws {
        let maildrop = try running(plain(9)).maildrop()
        let table: [(String, [Int])] = [
            ("all", Array(1...9)), ("*", Array(1...9)), ("new", [4, 5]), ("5", [5]), ("$", [9]), ("2-4", [2, 3, 4]),
            ("7-", [7, 8, 9]), ("-3", [1, 2, 3]),
            ("7-$", [7, 8, 9]), ("last:2", [8, 9]), ("last:99", Array(1...9)), ("1,9", [1, 9]), ("9,1", [1, 9]),
            ("1-5 new", [4, 5]),
            ("1-4,9 new", [4]), ("new 1-3", []), ("  2 ", [2]), ("all\t5", [5]), ("20-30", []), ("4-2", []), ("1,1,1", [1]),
            ("last:3 -8", [7, 8]),
            ("9223372036854775807-", []), ("007", [7]),
        ]
        for (text, numbers) in table { #expect(try chosen(text, maildrop) == numbers, "\(text)") }
    }

    @Test("a single number that does not exist is named with the last", arguments: ["131", "1,131", "all 131"]) func outOfRange(
        _ text: String
    ) throws {
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

    @Test(
        "a word that is none is pointed at",
        arguments: [
            "sise", "5x", "0", "1-0", "-", "1-2-3", "last:", "last:0", "last:x", "+5", "1.5", "٣", "99999999999999999999", "ALL",
        ])
    func unknown(_ word: String) {
        let error = failure { try Selection(word) }
        #expect(error?.message == "no selection word \"\(word)\" in \"\(word)\"")
        #expect(error?.code == .usage)
    }

    @Test("a comma needs something on both sides", arguments: ["1,", ",1", "1,,2", ","]) func comma(_ text: String) {
        #expect(failure { try Selection(text) }?.message == "a comma with nothing beside it in \"\(text)\"")
    }

    @Test("nothing is no selection", arguments: ["", "  ", "\t"]) func nothing(_ text: String) {
        #expect(failure { try Selection(text) }?.message == "no messages were named")
    }

    @Test("whether the ledger must be asked", arguments: [("new", true), ("1-5,new", true), ("all", false), ("1 2", false)])
    func asks(_ text: String, _ asks: Bool) throws {
        #expect(try Selection(text).asksForNew == asks)
    }
}

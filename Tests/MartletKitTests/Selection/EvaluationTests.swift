import MartletDemo
@testable import MartletKit
import POP3
import Testing

@Suite("selections look at headers last") struct EvaluationTests {
    private func mail(_ cached: Set<Int> = []) throws -> Mail {
        var headers: [Int: String] = [:]
        for number in 1...9 { headers[number] = "From: \(number == 6 ? "anna" : "bert")@example.org\r\n" }
        headers[8] = nil
        let mail = Mail(try running(plain(9)).maildrop(), headers: headers, new: [4, 5, 6])
        mail.headers.cached = cached
        return mail
    }

    @Test(
        "TOP is asked only for what every cheap test leaves open",
        arguments: [
            ("from:anna new", [6], [4, 5, 6]), ("from:anna 1-3", [], [1, 2, 3]), ("from:anna size>1M", [], []),
            ("new or from:anna", [4, 5, 6], [1, 2, 3, 7, 8, 9]), ("new,from:anna 5-7", [5, 6], [7]),
            ("not (from:anna or not new)", [4, 5], [4, 5, 6]), ("1-3", [1, 2, 3], []), ("all or from:anna", Array(1...9), []),
            ("not from:anna last:2", [9], [8, 9]), ("from:anna from:bert new", [], [4, 5, 6]),
        ] as [(String, [Int], [Int])])
    func counted(_ text: String, _ chosen: [Int], _ fetched: [Int]) throws {
        let mail = try mail()
        #expect(try mail.chosen(text) == chosen)
        #expect(mail.headers.fetched == fetched)
    }

    @Test("a header that is refused is counted, and neither the test nor its opposite holds") func refused() throws {
        let mail = try mail()
        for text in ["from:bert 8", "not from:bert 8"] {
            #expect(try Selection(text).evaluate(mail.facts) == Selection.Result(indices: [], refused: 1))
        }
    }

    @Test("a failure of the ledger behind a header ends the run") func failing() throws {
        var mail = try mail()
        mail.facts.isNew = { _ throws(Failure) in throw Failure(.io, "ledger", "broken") }
        #expect(failure { try mail.chosen("new") }?.message == "broken")
    }

    @Test(
        "an empty selection names the term that emptied it",
        arguments: [
            (
                "1-3,9 new",
                "nothing matches \"1-3,9 new\": 1-3 and 9 are not new\n  try: 1-3,9,new     (comma adds, space narrows)"
            ),
            ("new 2", "nothing matches \"new 2\": 2 is not new\n  try: new,2     (comma adds, space narrows)"),
            (
                "1, 2,3 marked",
                "nothing matches \"1, 2,3 marked\": 1, 2 and 3 are not marked\n  try: 1,2,3,marked     (comma adds, space narrows)"
            ),
            ("20-30 new", "nothing matches \"20-30 new\": 3 matches without \"20-30\"\n  try: new"),
            (
                "from:anna size>1M",
                "nothing matches \"from:anna size>1M\": at least 1 match without \"size>1M\"\n  try: from:anna"
            ),
            ("1-5 new from:anna", "nothing matches \"1-5 new from:anna\": 1 match without \"1-5\"\n  try: new from:anna"),
            ("from:carla new", "nothing matches \"from:carla new\": 3 matches without \"from:carla\"\n  try: new"),
            (
                "new (from:carla or 1)",
                "nothing matches \"new (from:carla or 1)\": 1 match without \"new\"\n  try: (from:carla or 1)"
            ),
            ("marked", "nothing matches \"marked\""), ("marked or exported", "nothing matches \"marked or exported\""),
            ("marked exported", "nothing matches \"marked exported\""),
        ] as [(String, String)])
    func empty(_ text: String, _ said: String) throws {
        let mail = try mail(["new (from:carla or 1)"].contains(text) ? Set(1...9) : [6])
        #expect(try mail.said(text) == said)
    }

    @Test("finding that out fetches nothing") func free() throws {
        let mail = try mail()
        #expect(try mail.said("from:anna size>1M") == "nothing matches \"from:anna size>1M\"")
        #expect(mail.headers.fetched == [])
    }

    @Test("in an empty mailbox that is the reason") func emptyMailbox() throws {
        #expect(try Mail(running([]).maildrop()).said("new size>1M") == "nothing matches \"new size>1M\": the mailbox is empty")
    }
}

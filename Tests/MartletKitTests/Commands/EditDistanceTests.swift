@testable import MartletKit
import Testing

@Suite("edits between two words") struct EditDistanceTests {
    @Test(
        "Levenshtein's distance",
        arguments: [
            ("", "", 0), ("a", "", 1), ("", "abc", 3), ("list", "list", 0), ("lst", "list", 1), ("lsit", "list", 2),
            ("kitten", "sitting", 3), ("ab", "ba", 2),
        ])
    func distance(_ one: String, _ other: String, _ edits: Int) {
        #expect(EditDistance.of(one, other) == edits)
        #expect(EditDistance.of(other, one) == edits)
    }

    @Test(
        "of words as near, one that has every letter that was typed is meant, or was typed whole",
        arguments: [("delte", "delete"), ("statt", "stat"), ("lsit", "list")])
    func near(_ typed: String, _ meant: String) {
        #expect(EditDistance.nearest(to: typed, among: ["dele", "delete", "exit", "list", "stat", "stats"]) == meant)
    }

    @Test("a very long word costs no more than 64 octets of it") func long() {
        #expect(EditDistance.of(String(repeating: "a", count: 1_000_000), "list") == 64)
    }
}

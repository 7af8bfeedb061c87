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

    @Test("of two words as near the longer is meant: a letter was left out") func leftOut() {
        #expect(EditDistance.nearest(to: "delte", among: ["dele", "delete", "list"]) == "delete")
    }

    @Test("a very long word costs no more than 64 octets of it") func long() {
        #expect(EditDistance.of(String(repeating: "a", count: 1_000_000), "list") == 64)
    }
}

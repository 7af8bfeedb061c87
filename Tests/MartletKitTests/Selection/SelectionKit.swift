@testable import MartletKit
import POP3
import Testing

/// 2026-11-25 12:00 UTC.
let noon: Int64 = 1_795_608_000

/// Headers out of a list, and a record of which were asked for.
final class CountingHeaders: HeaderSource {
    /// The header block of the message with this number; none: the server refuses it.
    let blocks: [Int: String]
    let maildrop: Maildrop
    /// Numbers whose header is at hand without a fetch.
    var cached: Set<Int> = []
    private(set) var fetched: [Int] = []

    init(_ blocks: [Int: String], _ maildrop: Maildrop) { (self.blocks, self.maildrop) = (blocks, maildrop) }

    func headers(_ indices: [Int32], fetches: Bool, _ each: @escaping (Int32, HeaderAnswer) -> Flow) throws(Failure) {
        for index in indices {
            let number = maildrop.number(at: Int(index))
            let isCached = cached.contains(number)
            if !isCached, fetches { fetched.append(number) }
            let answer: Flow
            if !isCached, !fetches {
                answer = each(index, .absent)
            } else if let block = blocks[number] {
                answer = Array(block.utf8).withUnsafeBytes { each(index, .block($0)) }
            } else {
                answer = each(index, .refused(POP3Error(.refused(nil), verb: "TOP", number: number)))
            }
            cached.insert(number)
            if answer == .stop { return }
        }
    }
}

/// Messages to choose from: sizes, and headers where there are any.
struct Mail {
    let maildrop: Maildrop
    let headers: CountingHeaders
    var facts: SelectionFacts

    init(_ maildrop: Maildrop, headers: [Int: String] = [:], new: Set<Int> = [], exported: Set<Int> = [], marked: Set<Int> = []) {
        self.maildrop = maildrop
        self.headers = CountingHeaders(headers, maildrop)
        facts = SelectionFacts(maildrop: maildrop, headers: self.headers)
        facts.isNew = { (index) throws(Failure) in new.contains(maildrop.number(at: index)) }
        facts.isExported = { (index) throws(Failure) in exported.contains(maildrop.number(at: index)) }
        facts.isMarked = { marked.contains(maildrop.number(at: $0)) }
    }

    /// The numbers that an expression chooses.
    func chosen(_ text: String) throws -> [Int] {
        try Selection(text, now: noon).evaluate(facts).indices.map { maildrop.number(at: Int($0)) }
    }

    /// What is said where it chooses nothing.
    func said(_ text: String) throws -> String {
        let selection = try Selection(text, now: noon)
        #expect(try selection.evaluate(facts).indices == [])
        let empty = try selection.explainEmpty(facts)
        return empty.text + (empty.hint.map { "\n  try: \($0)" } ?? "") + (empty.remark.isEmpty ? "" : "     (\(empty.remark))")
    }
}

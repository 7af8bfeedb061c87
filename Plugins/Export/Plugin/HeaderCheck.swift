import ExportCore
import MartletPlugin

/// The header blocks of messages as the server has them now, by TOP, pipelined: 32 octets of hash each.
///
/// Two questions are answered with it: whether a message whose unique-id is repeated was stored before, and whether a message that
/// was stored in an earlier session is still the one the server has under its unique-id, before it is deleted there.
final class HeaderCheck: MessageSink {
    /// Most messages asked for at once: what is remembered of them is bounded, however many there are.
    static let most = 8192

    enum Answer { case hash([UInt8]), refused }

    private var answers: [UInt32: Answer] = [:]
    private var current: [UInt8] = []

    /// - Returns: an answer for every number, or nil when the connection is lost and the host has said so.
    static func ask(_ call: Call, _ numbers: [UInt32]) -> [UInt32: Answer]? {
        guard !numbers.isEmpty else { return [:] }
        let check = HeaderCheck()
        return call.fetch(numbers, topLines: 0, hashes: .header, into: check) == 0 ? check.answers : nil
    }

    func begin(_ number: UInt32) -> Flow { .go }
    func body(_ octets: borrowing RawSpan) -> Flow { .go }

    func header(_ number: UInt32, sha256: UnsafeRawPointer) { current = Array(UnsafeRawBufferPointer(start: sha256, count: 32)) }

    func end(_ number: UInt32, failure: Octets, sha256: UnsafeRawPointer?) -> Flow {
        answers[number] = failure.isEmpty ? .hash(current) : .refused
        return .go
    }
}

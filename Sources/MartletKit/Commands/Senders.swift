/// Who sent what was listed or read in this session, the last first: what a shell offers behind `from:`. Asks nobody and reads no file.
///
/// A header is a stranger's: what would have to be escaped on the screen is left out, for it cannot be typed back either.
public struct Senders {
    /// Names and addresses kept. Readline asks before it lists more than a hundred, and who is not among the last two hundred is sooner
    /// typed than found.
    public static let limit = 200
    /// Of one walk over headers only so many at its end are looked at: a selection over 100,000 must not be slower for it.
    static let walkLimit = 1000
    /// Authors of one message. A list of thousands is no list of people.
    static let authorLimit = 8
    /// Longer names are nobody's, in octets.
    static let textLimitOctets = 128

    /// Each with the turn in which it was seen last.
    private var turns: [String: Int] = [:]
    private var turn = 0

    public init() {}

    /// Looks at the header block of a message.
    mutating func see(_ block: UnsafeRawBufferPointer) {
        for (name, address) in HeaderTexts.read(block).senders.prefix(Self.authorLimit) {
            see(name)
            see(address)
        }
    }

    mutating func see(_ text: String) {
        guard let text = Self.usable(text) else { return }
        turn += 1
        turns[text] = turn
        // Seldom, so that the sorting is not felt.
        if turns.count >= 2 * Self.limit { drop() }
    }

    private mutating func drop() {
        let kept = turns.sorted { $0.value > $1.value }.prefix(Self.limit)
        turns = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }

    /// The text with single blanks; nil where nobody could type it.
    private static func usable(_ text: String) -> String? {
        guard text.utf8.count <= textLimitOctets else { return nil }
        let words = text.split(separator: " ")
        guard !words.isEmpty, !text.unicodeScalars.contains("\u{FFFD}"), Escape.line(text) == text else { return nil }
        return words.joined(separator: " ")
    }

    /// Those that begin so, in any case, the last seen first.
    public func beginning(with beginning: String) -> [String] {
        let (wanted, count) = (beginning.lowercased(), beginning.count)
        return turns.sorted { $0.value > $1.value }.prefix(Self.limit).map(\.key).filter {
            $0.count >= count && $0.prefix(count).lowercased() == wanted
        }
    }
}

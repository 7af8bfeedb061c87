internal import POP3

/// How long a server wants between two sign-ins, and how much of that is left: as far as it says so, or we remember.
struct LoginDelay: Equatable {
    /// What LOGIN-DELAY announces (RFC 2449 section 6.5), in seconds.
    let announced: Int?
    /// In seconds; nil: nobody knows.
    let left: Int?

    /// - Parameters:
    ///   - words: of the refusal, which are free. A span in them below the announced one is what is left; one as long is the rule again.
    ///   - since: the last sign-in from here, in seconds. Others sign in too: what the server says goes before it.
    init(announced: Int?, words: String?, since: Int?) {
        self.announced = announced
        let said = words.flatMap(Self.seconds)
        guard let announced else {
            left = said
            return
        }
        if let said, said < announced {
            left = said
        } else if let since, since >= 0, since < announced {
            left = announced - since
        } else {
            left = nil
        }
    }

    /// What the server wants, without what is left of it.
    var rule: String { "the server wants \(announced.map { "\($0) s" } ?? "more time") between sign-ins" }

    var text: String { rule + (left.map { "; \($0) s left" } ?? "") }

    /// The first span of time in a text: `212 s`, `5 minutes`, `30sec`. nil: there is none up to a day.
    static func seconds(in text: String) -> Int? {
        var number: Int?
        for word in text.lowercased().split(whereSeparator: { !$0.isASCII || !($0.isLetter || $0.isNumber) }) {
            let digits = word.prefix { $0.isNumber }
            if !digits.isEmpty { number = Int(digits) }
            let unit = word.dropFirst(digits.count)
            if let number, !unit.isEmpty, let factor = ["s": 1, "m": 60][unit.hasPrefix("mi") ? "m" : isSeconds(unit) ? "s" : ""]
            {
                let (seconds, isBeyond) = number.multipliedReportingOverflow(by: factor)
                return isBeyond || seconds > 86_400 ? nil : seconds
            }
            if !unit.isEmpty { number = nil }
        }
        return nil
    }

    private static func isSeconds(_ unit: Substring) -> Bool { unit == "s" || unit.hasPrefix("sec") }
}

extension Session {
    /// Seconds that the server wants between sign-ins, where it announces any.
    var announcedDelay: Int? {
        capabilities?["LOGIN-DELAY"]?.first.flatMap { Int($0) }.flatMap { (1...1_000_000).contains($0) ? $0 : nil }
    }
}

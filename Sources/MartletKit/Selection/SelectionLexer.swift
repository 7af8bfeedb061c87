/// A piece of a selection expression and where it stands, in Unicode scalars from the start.
struct SelectionToken: Equatable {
    enum Kind: Equatable {
        case word, comma, open, close
        /// Behind the last.
        case end
    }

    let kind: Kind
    let place: Range<Int>
    /// Of a word: its text, quotes taken away.
    var text: [Unicode.Scalar] = []
    /// Where each scalar of the text stands.
    var origins: [Int] = []
    /// How many scalars of the text stand before the first quote: a colon behind it is no operator.
    var bareCount = 0

    /// Whether it is this word, unquoted.
    func `is`(_ word: String) -> Bool { kind == .word && bareCount == text.count && text.elementsEqual(word.unicodeScalars) }
}

/// Cuts a selection expression into words, commas and parentheses.
///
/// A word ends at a blank, a comma or a parenthesis, except between `"` and `"`, where `\"` and `\\` stand for themselves.
struct SelectionLexer {
    /// More than any line of a shell; an expression is looked at a message, so it must not be a file.
    static let lengthLimitOctets = 64 * 1024

    private let scalars: [Unicode.Scalar]
    private let source: String
    private var at = 0

    static func tokens(of source: String) throws(Failure) -> [SelectionToken] {
        guard source.utf8.count <= lengthLimitOctets else {
            throw .usage("a selection is longer than \(lengthLimitOctets / 1024) K", hint: "ranges, like 1-500")
        }
        var lexer = SelectionLexer(source)
        var tokens: [SelectionToken] = []
        while let token = try lexer.next() { tokens.append(token) }
        tokens.append(SelectionToken(kind: .end, place: lexer.at..<lexer.at))
        return tokens
    }

    private init(_ source: String) { (self.source, scalars) = (source, Array(source.unicodeScalars)) }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" || scalar == "\n" }

    private mutating func next() throws(Failure) -> SelectionToken? {
        while at < scalars.count, Self.isBlank(scalars[at]) { at += 1 }
        guard at < scalars.count else { return nil }
        let kind: SelectionToken.Kind =
            switch scalars[at] {
            case ",": .comma
            case "(": .open
            case ")": .close
            default: .word
            }
        guard kind != .word else { return try word() }
        at += 1
        return SelectionToken(kind: kind, place: (at - 1)..<at)
    }

    private mutating func word() throws(Failure) -> SelectionToken {
        let start = at
        var token = (text: [Unicode.Scalar](), origins: [Int](), bareCount: nil as Int?)
        var quote: Int?
        while at < scalars.count {
            let scalar = scalars[at]
            if scalar == "\"" {
                token.bareCount = token.bareCount ?? token.text.count
                quote = quote == nil ? at : nil
            } else if quote != nil, scalar == "\\", at + 1 < scalars.count, scalars[at + 1] == "\"" || scalars[at + 1] == "\\" {
                at += 1
                token.text.append(scalars[at])
                token.origins.append(at)
            } else if quote == nil, Self.isBlank(scalar) || scalar == "," || scalar == "(" || scalar == ")" {
                break
            } else {
                token.text.append(scalar)
                token.origins.append(at)
            }
            at += 1
        }
        if let quote { throw .usage("a \" is never closed", hint: "subject:\"two words\"", at: Excerpt(source, at: quote)) }
        return SelectionToken(
            kind: .word, place: start..<at, text: token.text, origins: token.origins,
            bareCount: token.bareCount ?? token.text.count)
    }
}

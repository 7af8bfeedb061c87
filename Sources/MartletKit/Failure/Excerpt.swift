/// A line that the user wrote, and the character in it that is the trouble.
public struct Excerpt: Equatable, Sendable {
    private static let columns = 72
    /// Columns kept before the character where the line is longer than the screen.
    private static let columnsBefore = 48

    public let line: String
    /// Unicode scalars before the character.
    public let offset: Int

    public init(_ line: String, at offset: Int) { (self.line, self.offset) = (line, offset) }

    /// Two lines for people: what was written, and a caret below the character.
    var lines: [String] {
        let scalars = Array(line.unicodeScalars)
        let at = min(max(0, offset), scalars.count)
        var before = Self.text(scalars[..<at])
        if DisplayWidth.of(before) > Self.columnsBefore {
            var start = at
            while start > 0, at - start < 4 * Self.columnsBefore,
                DisplayWidth.of(Self.text(scalars[(start - 1)..<at])) < Self.columnsBefore
            { start -= 1 }
            before = "…" + Self.text(scalars[start..<at])
        }
        let shown = before + Self.text(scalars[at...].prefix(Self.columns))
        let cut = DisplayWidth.of(shown) > Self.columns ? DisplayWidth.fit(shown, Self.columns) : shown
        return [cut, String(repeating: " ", count: DisplayWidth.of(before)) + "^"]
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return Escape.line(String(text))
    }
}

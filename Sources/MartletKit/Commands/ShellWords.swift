extension Words {
    /// A line to be pasted: into sh, or at our own prompt, which both take '…' as it stands. Quotes only what sh would take for something else:
    /// `size>1K` unquoted writes a file.
    public static func pasteable(_ words: [String]) -> String {
        words.map { word in
            let isBare = !word.isEmpty && word.first != "~" && word.first != "#" && word.utf8.allSatisfy(isPlain)
            return isBare || isHomePath(word) ? word : CompletionText.quoted(word)
        }.joined(separator: " ")
    }

    /// A selection is quoted as a whole: blanks in it narrow as they do outside.
    static func pasteable(selection: String) -> String {
        pasteable(selection.split(separator: " ").map(String.init)) == selection ? selection : CompletionText.quoted(selection)
    }

    private static func isHomePath(_ word: String) -> Bool {
        word.hasPrefix("~/") && word.utf8.dropFirst(2).allSatisfy(isPlain)
    }

    private static func isPlain(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: octet >= 0x80 || "-_./:,@%+=^#~".utf8.contains(octet)
        }
    }
}

extension SafeName {
    /// Octets of a made file name: most file systems take 255, and " (999)" and the like must still fit.
    private static let fileNameMost = 200
    /// Octets of an extension that stays when a name is cut.
    private static let extensionMost = 16

    /// A stranger's file name as the name of a file in our folder: its last path component, cleaned, not hidden, no device, of bounded
    /// length, with its extension; never empty.
    /// - Parameters:
    ///   - name: as the mail has it; "..\\..\\a.txt", "/etc/passwd", a name of controls alone.
    ///   - fallback: for a name of which nothing is left; it has to be one that needs no cleaning.
    public static func fileName(_ name: String?, else fallback: String) -> String {
        let last = (name ?? "").split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        let cleaned = clean(last)
        // "..", "...", "." name folders or nothing.
        guard cleaned.contains(where: { $0 != "." && $0 != " " }) else { return fallback }
        guard let dot = cleaned.lastIndex(of: "."), dot != cleaned.startIndex else {
            return stem(cut(cleaned, toOctets: fileNameMost))
        }
        let end = stemless(cleaned[cleaned.index(after: dot)...])
        guard !end.isEmpty, end.utf8.count <= extensionMost else { return stem(cut(cleaned, toOctets: fileNameMost)) }
        return stem(cut(String(cleaned[..<dot]), toOctets: fileNameMost - extensionMost)) + "." + end
    }

    /// An extension without what may not end a name.
    private static func stemless(_ text: Substring) -> String {
        var out = String(text)
        while let last = out.last, last == "." || last == " " { out.removeLast() }
        return out
    }
}

extension Failure {
    /// What ArgumentParser has against a line, in our words and with a next step. Its errors are texts and nothing else: one that is not known
    /// here is passed on as it stands. What was typed is shown where it was a value, never where it was one word too many: that may be a
    /// password.
    /// - Parameters:
    ///   - command: nil for the program itself.
    ///   - help: the page of the command, read for what its arguments are.
    ///   - words: the line behind its name.
    ///   - more: the step where there is no better one: `help retr`.
    public static func parsing(
        _ message: String, of command: String?, help: String, words: [String], more: String
    ) -> Failure {
        let page = HelpPage(help)
        let name = command ?? "martlet"
        let prefix = command.map { $0 + ": " } ?? ""
        let typed = words.first { $0.first == "-" && $0.dropFirst().first?.isNumber == true }
        if let typed, let argument = page.arguments.first(where: isNumber),
            message.hasPrefix("Missing") || message.hasPrefix("Unknown")
        {
            return .usage(
                "\(name) wants \(noun(argument)), not \"\(typed)\"", hint: "\(name) \(typed.dropFirst().prefix { $0.isNumber })")
        }
        if let (value, place) = parts(message, "The value '", "' is invalid for '") {
            guard let entry = page.entry(place) else {
                return .usage("\(prefix)\"\(value)\" is not what \(place) takes", hint: more)
            }
            let option = entry.names.last { $0.hasPrefix("-") }
            let subject = option.map { prefix + $0 } ?? name
            return .usage(
                "\(subject) wants \(noun(entry)), not \"\(value)\"",
                hint: option == nil ? nextStep(name, entry, instead: value) ?? more : more)
        }
        if let (place, _) = parts(message, "Missing expected argument '", "'"), let entry = page.entry(place) {
            return .usage("\(name) wants \(noun(entry))", hint: nextStep(name, entry, instead: nil) ?? more)
        }
        if let (option, _) = parts(message, "Unknown option '", "'") {
            let near = EditDistance.nearest(to: option, among: page.options.flatMap(\.names))
            return .usage("\(prefix)no option \"\(option)\"", hint: near.map { "\(name) \($0)" } ?? more)
        }
        if let (place, _) = parts(message, "Missing value for '", "'"), let entry = page.entry(place) {
            let option = entry.names.last ?? place
            return .usage(
                "\(prefix)\(option) wants a value", hint: "\(option) \(entry.value?.uppercased() ?? "VALUE")  (\(more))")
        }
        if message.hasPrefix("Unexpected argument ") || message.contains(" unexpected arguments: ") {
            let most = page.arguments.count
            return .usage("\(name) takes \(most == 0 ? "no argument" : Plural.text(most, "argument") + " at most")", hint: more)
        }
        return .usage(prefix + message.replacing("\n", with: " "), hint: more)
    }

    /// `beginning` A `between` B, without the quote at its end.
    private static func parts(_ text: String, _ beginning: String, _ between: String) -> (String, String)? {
        guard text.hasPrefix(beginning) else { return nil }
        let rest = text.dropFirst(beginning.count)
        guard let border = rest.firstRange(of: between) else { return nil }
        return (String(rest[..<border.lowerBound]), String(rest[border.upperBound...].prefix { $0 != "'" }))
    }

    private static func isNumber(_ entry: HelpPage.Entry) -> Bool {
        entry.text.hasPrefix("message number") || entry.text.hasPrefix("the message number")
    }

    /// The beginning of what its help says it is.
    private static func noun(_ entry: HelpPage.Entry) -> String {
        let end = [";", " (", ":"].compactMap { entry.text.firstRange(of: $0)?.lowerBound }.min() ?? entry.text.endIndex
        let text = String(entry.text[..<end])
        return text.isEmpty ? entry.names.first ?? "more" : text
    }

    /// - Parameter value: what was typed in its place; nil: nothing.
    private static func nextStep(_ name: String, _ entry: HelpPage.Entry, instead value: String?) -> String? {
        if isNumber(entry) {
            guard let value else { return "\(name) 1  (headers lists the numbers)" }
            do { _ = try Selection(value) } catch { return "\(name) 1" }
            return "headers \(Words.quoted(value) ?? value)  (lists their numbers)"
        }
        let known = noun(entry).replacing(" or ", with: ", ").split(separator: ", ").map(String.init)
        guard known.count > 1, known.allSatisfy({ $0.allSatisfy(\.isLetter) }), let first = known.first else { return nil }
        return "\(name) \(value.flatMap { EditDistance.nearest(to: $0, among: known) } ?? first)"
    }
}

extension HelpPage {
    /// What `<numbers> ...` or `--pin <sha256>` stands for.
    fileprivate func entry(_ place: String) -> Entry? {
        let words = place.split(separator: " ").map { $0.filter { !"<>".contains($0) } }
        guard let first = words.first else { return nil }
        return (first.hasPrefix("-") ? options : arguments).first { $0.names.contains(first) }
    }
}

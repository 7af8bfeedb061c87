internal import CMartletPlugin

/// A plugin's command in the registry: its declaration, copied, and the option parser that all plugin commands share.
final class PluginCommandEntry: RegisteredCommand {
    struct Option {
        let name: String
        /// Empty for a flag.
        let value: String
        let summary: String
    }

    let name: String
    let aliases: [String] = []
    let summary: String
    let plugin: String?
    let arguments: String
    private let details: String
    let options: [Option]
    private let argumentCounts: ClosedRange<Int>
    let needsMaildrop: Bool
    /// With this option it takes no arguments and needs none; empty where there is no such option.
    private let offlineOption: String
    private let start: @convention(c) (OpaquePointer?, UnsafeMutableRawPointer?) -> Int32
    private let context: UnsafeMutableRawPointer?

    /// - Throws: a failure whose message says what is wrong with the declaration.
    init(_ raw: UnsafePointer<martlet_command>, plugin: String) throws(Failure) {
        guard raw.pointee.size >= MemoryLayout<martlet_command>.offset(of: \.context)! + MemoryLayout<UnsafeRawPointer?>.size,
            let run = raw.pointee.run
        else { throw .usage("a command of it is declared for another interface") }
        // A plugin built against an earlier header has a shorter struct.
        var declared = martlet_command()
        withUnsafeMutableBytes(of: &declared) { own in
            own.copyMemory(
                from: UnsafeRawBufferPointer(start: raw, count: min(raw.pointee.size, MemoryLayout<martlet_command>.size)))
        }
        name = String(borrowed: declared.name)
        guard !name.isEmpty, name.utf8.count <= 32,
            name.utf8.allSatisfy({ ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D })
        else { throw .usage("\"\(Escape.line(name))\" is no name for a command") }
        guard declared.arguments_min <= declared.arguments_max, declared.option_count <= 64 else {
            throw .usage("the command \(name) is declared wrongly")
        }
        summary = String(borrowed: declared.summary)
        arguments = String(borrowed: declared.arguments)
        details = String(borrowed: declared.details)
        var options: [Option] = []
        for index in 0..<declared.option_count {
            guard let option = declared.options?[index] else { break }
            options.append(
                Option(
                    name: String(borrowed: option.name), value: String(borrowed: option.value),
                    summary: String(borrowed: option.summary)))
        }
        self.options = options
        argumentCounts = Int(declared.arguments_min)...Int(declared.arguments_max)
        needsMaildrop = declared.needs_maildrop
        offlineOption = String(borrowed: declared.offline_option)
        start = run
        context = declared.context
        self.plugin = plugin
    }

    var optionNames: [String] { options.map { "--" + $0.name } }

    func help(columns: Int) -> String {
        var text = "OVERVIEW: \(summary)\n\nUSAGE: \(name)"
        if !options.isEmpty { text += " [OPTIONS]" }
        text += (arguments.isEmpty ? "" : " " + arguments) + "\n"
        if !details.isEmpty { text += "\n" + details + "\n" }
        if !options.isEmpty {
            text += "\nOPTIONS:\n"
            for option in options {
                let shown = "  --" + option.name + (option.value.isEmpty ? "" : " <\(option.value.lowercased())>")
                text += DisplayWidth.fit(shown, max(26, DisplayWidth.of(shown) + 2)) + option.summary + "\n"
            }
        }
        return Wrap.page(Escape.text(text), columns) + (plugin.map { "\nplugin: \($0)" } ?? "")
    }

    func run(_ words: [String], in workspace: Workspace) throws(Failure) -> Int32 {
        let (arguments, given) = try parse(words)
        if needsMaildrop, given[offlineOption] == nil { _ = try workspace.mailbox.maildrop() }
        let call = PluginCall(command: name, arguments: arguments, options: given, workspace: workspace)
        let code = withExtendedLifetime(call) { start(call.raw, context) }
        call.finish()
        if let failure = call.failure { throw failure }
        guard code == 0 || ExitCode(rawValue: code) != nil else {
            throw Failure(
                .software, "plugin", "the plugin \(plugin ?? "") answered \(code), which means nothing", hint: "tell its author")
        }
        return code
    }

    func parse(_ words: [String]) throws(Failure) -> (arguments: [String], options: [String: String]) {
        var arguments: [String] = []
        var given: [String: String] = [:]
        var at = 0
        var literal = false
        while at < words.count {
            let word = words[at]
            at += 1
            if word == "--", !literal {
                literal = true
                continue
            }
            guard !literal, word.hasPrefix("--") else {
                arguments.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let option = options.first(where: { $0.name == parts[0] }) else {
                throw .usage("\(name): no option \"--\(parts[0])\"", hint: "help \(name)")
            }
            if option.value.isEmpty {
                guard parts.count == 1 else { throw .usage("\(name): --\(option.name) takes no value", hint: "help \(name)") }
                given[option.name] = ""
            } else if parts.count == 2 {
                given[option.name] = parts[1]
            } else {
                guard at < words.count else { throw .usage("\(name): --\(option.name) wants a value", hint: "help \(name)") }
                given[option.name] = words[at]
                at += 1
            }
        }
        guard given[offlineOption] == nil ? argumentCounts.contains(arguments.count) : arguments.isEmpty else {
            throw .usage(
                "\(name) wants \(self.arguments.isEmpty ? "no argument" : self.arguments)", hint: "help \(name)")
        }
        return (arguments, given)
    }
}

extension String {
    /// Copies borrowed octets; what is not UTF-8 becomes U+FFFD.
    init(borrowed text: martlet_text) {
        self = text.at.map { String(decoding: UnsafeRawBufferPointer(start: $0, count: text.len), as: UTF8.self) } ?? ""
    }
}

/// The arguments of a command, made for one account of several: `{account}` becomes its name, and a plain DIR its folder in DIR.
///
/// The rule for the folder: where the last word of the command's usage is `DIR`, and no argument has a `{account}` in it, the last
/// argument gets `/NAME` behind it. Where that word is `FILE`, a `{account}` has to be somewhere: accounts cannot share a file. Nor can
/// they share standard output, which `-` for DIR stands for; with `--pipe` it stands for no place at all.
public struct AccountWords {
    public static let placeholder = "{account}"

    private let arguments: [String]
    /// The argument that gets the account's name behind it.
    private let folder: Int?

    /// - Throws: exit code 64 where the accounts would write into one file.
    init(_ arguments: [String], of command: any RegisteredCommand) throws(Failure) {
        self.arguments = arguments
        let last = command.argumentWords.split(separator: " ").last.map { $0.split(separator: "|").map(String.init) } ?? []
        let place = last.contains("DIR") ? command.argumentIndices(in: arguments).last : nil
        if let place, arguments[place] == "-" {
            guard arguments.contains(where: { $0 == "--pipe" || $0.hasPrefix("--pipe=") }) else {
                throw .usage(
                    "\(command.name): several accounts cannot share standard output",
                    hint: "a folder in place of -, or one --account")
            }
            folder = nil
            return
        }
        guard !arguments.contains(where: { $0.contains(Self.placeholder) }) else {
            folder = nil
            return
        }
        guard !last.contains("FILE") || last.contains("DIR") else {
            throw .usage(
                "\(command.name): several accounts cannot share one file", hint: "\(Self.placeholder) in its name")
        }
        folder = place
    }

    func words(for account: String) -> [String] {
        var words = arguments.map { Self.filled($0, account) }
        if let folder { words[folder] += (words[folder].hasSuffix("/") ? "" : "/") + account }
        return words
    }

    /// A word with every `{account}` replaced.
    public static func filled(_ word: String, _ account: String) -> String {
        word.contains(placeholder) ? word.replacing(placeholder, with: account) : word
    }
}

/// The arguments of a command, made for one account of several: `{account}` becomes its name, and a plain DIR its folder in DIR.
///
/// The rule for the folder: where the last word of the command's usage is `DIR`, and no argument has a `{account}` in it, the last
/// argument gets `/NAME` behind it. Where that word is `FILE`, a `{account}` has to be somewhere: accounts cannot share a file.
public struct AccountWords {
    public static let placeholder = "{account}"

    private let arguments: [String]
    /// The argument that gets the account's name behind it.
    private let folder: Int?

    /// - Throws: exit code 64 where the accounts would write into one file.
    init(_ arguments: [String], of command: any RegisteredCommand) throws(Failure) {
        self.arguments = arguments
        guard !arguments.contains(where: { $0.contains(Self.placeholder) }) else {
            folder = nil
            return
        }
        let last = command.argumentWords.split(separator: " ").last.map { $0.split(separator: "|").map(String.init) } ?? []
        if last.contains("DIR") {
            folder = command.argumentIndices(in: arguments).last
        } else if last.contains("FILE") {
            throw .usage(
                "\(command.name): several accounts cannot share one file", hint: "\(Self.placeholder) in its name")
        } else {
            folder = nil
        }
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

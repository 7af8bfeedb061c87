/// A command line as words: the command's name, its arguments, and the options that the registry takes off any command's line.
struct CommandWords {
    let name: String
    private(set) var arguments: [String] = []
    private(set) var json = false
    private(set) var quiet = false
    private(set) var help = false
    /// Headers may be fetched with the whole message where the server has no TOP.
    private(set) var whole = false

    /// Progress as JSON Lines on stderr, whoever reads them.
    private(set) var progressInJSON = false

    /// nil for no word at all. `--json`, `-q`, `--quiet`, `--help`, `-h`, `--whole` and `--progress=json` are taken wherever they stand before a
    /// `--`.
    init?(_ words: [String]) {
        guard let name = words.first else { return nil }
        self.name = name
        var literal = false
        for word in words.dropFirst() {
            switch word {
            case _ where literal: arguments.append(word)
            case "--json": json = true
            case "-q", "--quiet": quiet = true
            case "--help", "-h": help = true
            case "--whole": whole = true
            case "--progress=json": progressInJSON = true
            default:
                if word == "--" { literal = true }
                arguments.append(word)
            }
        }
    }
}

extension Console {
    /// Takes over the form of output that a command line asks for.
    func take(_ line: CommandWords) {
        if line.json { format = .json }
        if line.quiet { isQuiet = true }
        if line.progressInJSON { progressInJSON = true }
    }
}

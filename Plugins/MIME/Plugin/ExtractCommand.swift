import MIMECore
import MartletPlugin

/// `extract SELECTION [PART…] [DIR]`: decoded parts as files.
struct ExtractCommand: Command {
    static let declaration = CommandDeclaration(
        "extract", arguments: "SELECTION [PART…] [DIR]", summary: "save decoded parts",
        details: """
              extract 125                 every attachment, into this folder
              extract 125 2 ~/docs        part 2; `parts 125` lists them
              extract new type:pdf ~/in   every PDF in new mail; also type:image, name:report
              extract 125 2 - > a.pdf     to a pipe

            A folder begins with /, ./, ../ or ~, or is "."; it is made where it is
            missing. Nothing is ever written over: a file that is there with other octets
            gets a neighbour "name (2)", one with the same octets counts as done.
            """,
        count: 1...4096)

    func run(_ call: Call) throws(CommandExit) {
        var words = (0..<call.argumentCount).map { call.argument($0).string }
        let folder = Self.takeFolder(&words)
        var filter = PieceFilter()
        var expression: [String] = []
        for (index, word) in words.enumerated() where index == 0 || !filter.take(word) { expression.append(word) }
        let selection = try call.select(expression.joined(separator: "\n"))
        let run = try ExtractRun(call, folder: folder, filter)
        try WholeMessages.fetch(call, selection) { (message, spooled) throws(CommandExit) in try run.take(message, spooled) }
        try run.finish(selection.count)
    }

    /// The last word, where it is a path or "-".
    private static func takeFolder(_ words: inout [String]) -> String {
        guard words.count > 1, let last = words.last else { return "." }
        let isPath = last == "-" || last == "." || last == ".." || ["/", "./", "../", "~"].contains { last.hasPrefix($0) }
        if isPath { words.removeLast() }
        return isPath ? last : "."
    }
}

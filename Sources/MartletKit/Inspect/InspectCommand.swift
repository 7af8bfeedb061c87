internal import ArgumentParser
internal import MIME
internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// `inspect FILE|DIR …`: mail as data, without a server.
struct InspectCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "print mail files as JSON Lines",
        discussion: """
              inspect mail.eml            one message, one line
              inspect ~/mail/in           every file below the folder, by its path in there; not hidden
                                        files, nor the manifest.jsonl of an export

            file, subject, from and to (name, address), date (seconds since 1970, zone in minutes), tree (part, type), filenames, content \
            (part, octets, SHA-256 of the decoded part), text. No server is asked.
            """)

    @Argument(help: "Files, or folders to be looked through.") var paths: [String]

    mutating func run(in workspace: Workspace) throws(Failure) {
        let inspection = try Inspection(workspace.console)
        for path in paths where !inspection.isOver { inspection.take(path) }
        if Interrupt.isRequested { throw Failure(.interrupted, "interrupted", "stopped") }
        guard let first = inspection.unread.first else { return }
        let count = inspection.unread.count
        throw Failure(
            .io, "io", count == 1 ? "cannot read \(first)" : "\(count) files cannot be read, the first is \(first)",
            hint: "inspect FILE|DIR …  of what can be read")
    }
}

/// One run over files and folders.
private final class Inspection {
    private let digest: Digest
    private let console: Console
    /// What could not be read, as "path: reason".
    private(set) var unread: [String] = []

    init(_ console: Console) throws(Failure) {
        do throws(POP3Error) { digest = try Digest() } catch {
            throw Failure(.software, "resource", error.detail ?? "no SHA-256")
        }
        self.console = console
    }

    /// Whether nobody wants more.
    var isOver: Bool { Interrupt.isRequested || console.outputIsGone }

    func take(_ path: String) {
        var about = stat()
        guard stat(path, &about) == 0 else { return unread.append("\(path): \(SystemError.text(errno))") }
        guard about.st_mode & S_IFMT == S_IFDIR else { return inspect(path, as: path) }
        let folders = FileTree.walk(path) { name in
            if Self.isBesideMail(name) { return true }
            inspect(path + "/" + name, as: name)
            return !isOver
        }
        unread += folders
    }

    /// What stands beside mail in a folder: hidden files, and the list that `export` writes.
    private static func isBesideMail(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.hasPrefix(".") || name == "manifest.jsonl"
    }

    private func inspect(_ path: String, as name: String) {
        guard let (octets, release) = MappedFile.map(path) else { return unread.append("\(path): \(SystemError.text(errno))") }
        let mail = InspectedMail(file: name, message: Message(borrowing: octets, release: release))
        console.write(mail.line(digest) + "\n")
    }
}

internal import ArgumentParser
internal import POP3

struct LangCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "lang", abstract: "list or choose the language of answers (LANG)")

    @Argument(help: "a language tag, or * for the server's own; none lists them") var tag: String?

    mutating func run(in workspace: Workspace) throws(Failure) {
        let session = try workspace.mailbox.connected()
        if let tag {
            workspace.console.show(try workspace.mailbox.failing { () throws(POP3Error) in try session.lang(tag) })
            return
        }
        let found = try workspace.mailbox.failing { () throws(POP3Error) in try session.lang() }
        workspace.console.beginRows([.init("tag", width: 12), .init("language")])
        for language in found { workspace.console.row([.text(language.tag), .text(language.description)]) }
    }
}

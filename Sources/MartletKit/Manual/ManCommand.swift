internal import ArgumentParser

struct ManCommand: MailCommand {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: "print the manual page",
        discussion: "martlet man | man -l -\nmartlet man >/usr/local/share/man/man1/martlet.1")
    static let overAccounts = OverAccounts.no

    mutating func run(in workspace: Workspace) throws(Failure) {
        workspace.console.write(ManPage.text(Vocabulary(workspace.registry), version: workspace.registry.program.version))
    }
}

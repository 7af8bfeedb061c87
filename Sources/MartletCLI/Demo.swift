internal import ArgumentParser
internal import MartletDemo
internal import MartletKit
internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// `martlet demo`: an embedded server on loopback with sample mail, over TLS with a certificate made for this run.
enum Demo {
    private struct Options: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "demo", abstract: "try martlet on an embedded server with sample mail",
            discussion: "Opens the shell, or does the whole job with --export.")

        @Option(name: .customLong("export"), help: ArgumentHelp("export every message here and end", valueName: "dir"))
        var folder: String?

        @Flag(help: "only serve, until stdin ends, and print the port: for trying another client")
        var serve = false
    }

    static let command = ProgramCommand("demo", Options.configuration.abstract) {
        Wrap.page(Options.helpMessage(columns: $0), $0)
    }

    static func run(_ words: [String], in workspace: Workspace, shell: (Workspace) -> Int32) throws(Failure) -> Int32 {
        let options: Options
        do { options = try Options.parse(words) } catch {
            guard Options.exitCode(for: error) != .success else {
                workspace.console.write(Options.fullMessage(for: error, columns: workspace.console.width) + "\n")
                workspace.console.flush()
                return 0
            }
            throw .parsing(
                Options.message(for: error), of: "demo", help: command.help(100_000), words: words, more: "martlet demo --help")
        }
        var template = Array("/tmp/martlet-demo-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(.cannotCreate, "demo", "no temporary folder: \(SystemError.text(errno))")
        }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { remove(folder) }
        do {
            let certificate = try DemoCertificate.make(in: folder)
            var settings = DemoOptions()
            settings.security = .implicit(certificate)
            let server = try DemoServer(maildrop: SampleMail.all, options: settings)
            let port = try server.start()
            defer { server.stop() }
            return try use(server, port, certificate, options, workspace, shell)
        } catch let failure as Failure { throw failure } catch {
            throw Failure(.software, "demo", "the demo server cannot start: \(error)")
        }
    }

    private static func use(
        _ server: DemoServer, _ port: UInt16, _ certificate: DemoCertificate, _ options: Options, _ workspace: Workspace,
        _ shell: (Workspace) -> Int32
    ) throws(Failure) -> Int32 {
        let mailbox = workspace.mailbox
        workspace.keepsHeaders = false  // the mailbox is gone when the demo ends
        mailbox.settings.endpoint = Endpoint(host: "localhost", port: port, security: .tls)
        mailbox.settings.user = "demo"
        mailbox.settings.password = .given(Array("demo".utf8))
        mailbox.settings.token = nil
        mailbox.settings.trust = Trust(caFile: certificate.authorityPath)
        if options.serve {
            workspace.console.write("pops://demo@localhost:\(port)\tpassword demo\tca \(certificate.authorityPath ?? "")\n")
            workspace.console.flush()
            var octet: UInt8 = 0
            while read(0, &octet, 1) > 0 {}
            return 0
        }
        if let folder = options.folder {
            workspace.console.note("demo server on localhost:\(port), \(server.messages().count) sample messages")
            return OneShot.run(["export", "all", folder], in: workspace)
        }
        let code = workspace.registry.run(["connect"], in: workspace)
        return code == 0 ? shell(workspace) : code
    }

    /// Removes the folder and the files that ``DemoCertificate`` made in it.
    private static func remove(_ folder: String) {
        guard let listing = opendir(folder) else { return }
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != ".", name != ".." { unlink(folder + "/" + name) }
        }
        closedir(listing)
        rmdir(folder)
    }
}

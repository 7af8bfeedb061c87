internal import MartletCLI
internal import MartletShell

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

exit(
    Front.run(CommandLine.arguments) { workspace, commands in
        let script: Script? =
            switch commands {
            case .text(let text): .text(text)
            case .file(let path): .file(path)
            case .input: .input
            case nil: nil
            }
        let greeting = "martlet \(Version.text)   help for commands, Tab completes, Ctrl-D leaves"
        return Shell(workspace: workspace, greeting: greeting, script: script).run()
    })

internal import MartletCLI
internal import MartletShell

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

exit(
    Front.run(CommandLine.arguments) { workspace in
        Shell(workspace: workspace, greeting: "martlet \(Version.text)   help for commands, Tab completes, Ctrl-D leaves").run()
    })

import Foundation

/// The binary under test.
enum Martlet {
    /// `$MARTLET`, or `martlet` beside the test bundle; nil when it is not there.
    static let found: String? = {
        if let path = ProcessInfo.processInfo.environment["MARTLET"] { return path }
        let bundles = Bundle.allBundles.map(\.bundlePath).filter { $0.hasSuffix(".xctest") }
        let programs = [realProgram, CommandLine.arguments.first ?? ""]
        return (bundles + programs).map { ($0 as NSString).deletingLastPathComponent + "/martlet" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// - Throws: when nothing was built. A missing binary must fail, not skip.
    static func path() throws -> String {
        guard let found, FileManager.default.isExecutableFile(atPath: found) else {
            throw Missing(what: "no martlet binary beside the tests; run `swift build`, or set MARTLET")
        }
        return found
    }

    /// Top of the source tree, for the header and the SDK that plugins are built with.
    static let sources: String = {
        var folder = #filePath as NSString
        for _ in 0..<3 { folder = folder.deletingLastPathComponent as NSString }
        return folder as String
    }()

    private static var realProgram: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    }

    struct Missing: Error, CustomStringConvertible {
        let what: String
        var description: String { what }
    }
}

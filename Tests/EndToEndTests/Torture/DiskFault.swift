import Foundation

/// What goes wrong at the n-th call that changes a file or a folder: the kinds of `Tests/Torture/fault_shim.c`.
enum DiskFault: String, CaseIterable, Sendable {
    /// Once.
    case enospc, eio
    /// From there on.
    case full, gone
    /// Half a write, then a full disk.
    case short
    /// Before the call, behind it or in its middle.
    case kill, killmid
    /// The power goes: what was not synced is lost, or of that the octets alone.
    case power, torn

    var kills: Bool { [.kill, .killmid, .power, .torn].contains(self) }
}

/// The shim, compiled once for all tests.
enum FaultShim {
    /// A call that was made to fail.
    struct Hit {
        let call: String
        let path: String

        var syncs: Bool { ["fsync", "fdatasync", "syncfs"].contains(call) }
    }

    #if os(Linux)
    static let works = true
    #else
    static let works = false
    #endif

    /// Open files a run may have: what it uses and sets aside for itself, and a batch of four messages.
    private static let fewFiles = 52

    /// Whose calls are counted.
    enum Threads: CaseIterable { case first, others }

    static func environment(_ fault: DiskFault, at call: Int, of threads: Threads, report: String) throws -> [String: String] {
        [
            "LD_PRELOAD": try made.get().path, "MARTLET_FAULT_AT": "\(call)", "MARTLET_FAULT_KIND": fault.rawValue,
            "MARTLET_FAULT_COUNT": report, "MARTLET_FAULT_FILES": "\(fewFiles)",
        ].merging(threads == .others ? ["MARTLET_FAULT_OTHERS": "yes"] : [:]) { $1 }
    }

    /// What the shim wrote down; nil when the run ended before it came to the call.
    static func hit(_ report: String) throws -> Hit? {
        guard let line = try? String(contentsOfFile: report, encoding: .utf8) else {
            throw Martlet.Missing(what: "the shim told nothing in \(report)")
        }
        let words = line.split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count == 3, words[1] != "-" else { return nil }
        return Hit(call: words[1], path: words[2].trimmingCharacters(in: .newlines))
    }

    private static let made = Result { () throws -> (scratch: Scratch, path: String) in
        let scratch = try Scratch()
        let path = scratch.at("fault_shim.so")
        let source = Martlet.sources + "/Tests/Torture/fault_shim.c"
        let words = ["-std=c17", "-shared", "-fPIC", "-O1", "-pthread", "-o", path, source]
        var said: [Ended] = []
        for compiler in ["clang", "cc"] {
            let ended = try scratch.run("/usr/bin/env", [compiler] + words)
            if ended.code == 0 { return (scratch, path) }
            said.append(ended)
        }
        throw Martlet.Missing(what: "the shim cannot be compiled: \(said)")
    }
}

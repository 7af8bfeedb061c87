import Foundation

/// A tmpfs of a few kilobytes, for as long as the value lives. Linux, and root.
final class SmallDisk {
    let path: String
    private let scratch: Scratch

    init(_ scratch: Scratch, kilobytes: Int) throws {
        self.scratch = scratch
        path = scratch.at("disk")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try mount(["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path])
    }

    deinit { _ = try? scratch.run("/usr/bin/env", ["umount", path]) }

    func grow(kilobytes: Int) throws { try mount(["-o", "remount,size=\(kilobytes)k", path]) }

    private func mount(_ words: [String]) throws {
        let ended = try scratch.run("/usr/bin/env", ["mount"] + words)
        guard ended.code == 0 else { throw Martlet.Missing(what: "mount: \(ended)") }
    }

    /// Whether one can be made here: tried, because being root in a container is not enough.
    static let works: Bool = {
        guard let scratch = try? Scratch() else { return false }
        return (try? SmallDisk(scratch, kilobytes: 64)) != nil
    }()
}

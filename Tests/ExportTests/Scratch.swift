@testable import ExportCore
import PluginSystem

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A folder of one test, removed with it.
final class Scratch {
    let path: String

    init() {
        var template = Array("/tmp/martlet-export-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        for name in names(in: path) where unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
        rmdir(path)
    }

    var names: [String] { Self.names(in: path) }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    var messages: [String] { names.filter { $0.hasSuffix(".eml") } }

    func read(_ name: String) -> String {
        let fd = systemOpen("\(path)/\(name)", O_RDONLY, 0)
        guard fd >= 0 else { return "" }
        defer { close(fd) }
        var octets = [UInt8](repeating: 0, count: 1 << 16)
        let count = systemRead(fd, &octets, octets.count)
        return String(decoding: octets.prefix(max(count, 0)), as: UTF8.self)
    }

    func write(_ name: String, _ text: String) {
        let fd = systemOpen("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, 0o666)
        defer { close(fd) }
        var text = text
        _ = text.withUTF8 { systemWrite(fd, $0.baseAddress!, $0.count) }
    }

    func open() throws -> ExportFolder {
        try patiently {
            let folder = try Array(path.utf8).withUnsafeBytes { try ExportFolder(path: $0, durable: true) }
            try folder.claim { "0123456789abcdef0123456789abcdef" }
            return folder
        }
    }
}

/// Tries for a second while something is locked: a child that another test starts has our descriptors until it is a program of its own.
func patiently<Value>(_ body: () throws -> Value) throws -> Value {
    for _ in 0..<100 {
        do {
            return try body()
        } catch let error as SystemError where error.isLocked {
            usleep(10_000)
        } catch StoreFailure.refused(let text, _) where text.hasPrefix("another export") {
            usleep(10_000)
        }
    }
    return try body()
}

// Members of the same name hide the system's.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func systemRead(_ fd: Int32, _ at: UnsafeMutableRawPointer, _ count: Int) -> Int { read(fd, at, count) }
private func systemWrite(_ fd: Int32, _ at: UnsafeRawPointer, _ count: Int) -> Int { write(fd, at, count) }

import CPluginSystem

@testable import ExportCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension Scratch {
    /// What a shell command in the folder has to say, output and errors, and its exit code.
    func shell(_ command: String, _ environment: [String: String] = [:]) -> (code: Int32, said: String) {
        var settings: [CChar] = []
        for (name, value) in environment { settings += "\(name)=\(value)".utf8CString }
        let input = openFile("/dev/null", O_RDONLY)
        defer { close(input) }
        let code = plugin_run("cd '\(path)' && exec >said 2>&1\n\(command)", settings + [0, 0], input)
        return (code, String(decoding: octets("said"), as: UTF8.self))
    }

    /// A Python program, its arguments as it sees them.
    func python(_ program: String) -> (code: Int32, said: String) {
        write("program.py", program)
        return shell("python3 program.py")
    }

    func octets(_ name: String) -> [UInt8] {
        let file = openFile("\(path)/\(name)", O_RDONLY)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var octets: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = readFile(file, &piece, piece.count)
            if got <= 0 { return octets }
            octets += piece[..<got]
        }
    }

    func write(_ name: String, octets: [UInt8]) {
        let file = openFile("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC)
        defer { close(file) }
        _ = plugin_write(file, octets, octets.count)
    }

    /// A file of the folder to write to, from `at` on.
    func descriptor(_ name: String, at: Int64 = 0) -> Int32 {
        let file = openFile("\(path)/\(name)", O_RDWR | O_CREAT)
        _ = seekFile(file, at)
        return file
    }
}

extension MessageStore {
    /// A whole message in one piece.
    func store(_ octets: [UInt8], number: UInt32 = 1, id: String? = "id", sha256: UInt8? = 7) throws {
        if !octets.isEmpty { try octets.withUnsafeBytes { try write($0) } }
        let hash = [UInt8](repeating: sha256 ?? 0, count: 32)
        let name = Array((id ?? "").utf8)
        try hash.withUnsafeBytes { hash in
            try name.withUnsafeBytes { name in
                try finish(
                    WholeMessage(
                        number: number, uniqueID: id == nil ? nil : name, sha256: sha256 == nil ? nil : hash.baseAddress))
            }
        }
    }

    func store(_ text: String, number: UInt32 = 1, id: String? = "id", sha256: UInt8? = 7) throws {
        try store(Array(text.utf8), number: number, id: id, sha256: sha256)
    }
}

/// In hexadecimal, as Python prints it.
func hex(_ octets: some Sequence<UInt8>) -> String {
    octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

// Members of the same name hide the system's.
func openFile(_ path: String, _ flags: Int32) -> Int32 { open(path, flags, 0o666) }
private func readFile(_ file: Int32, _ at: UnsafeMutableRawPointer, _ count: Int) -> Int { read(file, at, count) }
func seekFile(_ file: Int32, _ at: Int64) -> Int64 { Int64(lseek(file, off_t(at), SEEK_SET)) }
func skipFile(_ file: Int32, _ octets: Int64) -> Int64 { Int64(lseek(file, off_t(octets), SEEK_CUR)) }
func closeFile(_ file: Int32) { close(file) }

func openPipe(_ ends: inout [Int32]) -> Int32 {
    signal(SIGPIPE, SIG_IGN)  // as the program does
    let status = pipe(&ends)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return status
}

func stopBlocking(_ file: Int32) { _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) | O_NONBLOCK) }

func signalsIgnored() { signal(SIGPIPE, SIG_IGN) }

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Changes of a config.toml that its owner asked for: a table more behind its end, or the whole file replaced, in one step.
enum ConfigWriter {
    /// Makes the file, with mode 0600, and its folders.
    /// - Throws: exit code 73, also where it is there by now.
    static func create(_ path: String, _ octets: [UInt8]) throws(Failure) {
        _ = try Folders.made(ConfigFile.folder(of: path))
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, errno) }
        try finish(descriptor, path, octets)
    }

    /// Writes behind the end.
    static func append(_ octets: [UInt8], to path: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        try finish(descriptor, path, octets)
    }

    /// Puts other octets in the file's place: at every moment it is the old one or the new one. A symbolic link stays one.
    /// - Parameter old: what the file has to hold still.
    /// - Returns: the path of the copy of what was there.
    static func replace(_ path: String, _ old: [UInt8], with new: [UInt8]) throws(Failure) -> String {
        guard let resolved = realpath(path, nil) else { throw failure(path, errno) }
        let real = String(cString: resolved)
        free(resolved)
        var facts = stat()
        guard stat(real, &facts) == 0 else { throw failure(path, errno) }
        let copy = real + ".bak"
        try put(old, at: copy, mode: facts.st_mode & 0o777)
        guard try ConfigFile.content(of: real) == old else {
            throw Failure(.io, "config", "\(path) was changed meanwhile; it was left alone", hint: "the same again")
        }
        try put(new, at: real, mode: facts.st_mode & 0o777)
        return copy
    }

    /// A file under a name of its own, durable, then renamed.
    private static func put(_ octets: [UInt8], at path: String, mode: mode_t) throws(Failure) {
        var template = Array((path + ".XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure(path, errno) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        do throws(Failure) {
            guard fchmod(descriptor, mode) == 0 else {
                let code = errno
                close(descriptor)
                throw failure(path, code)
            }
            try finish(descriptor, path, octets)
            guard rename(temporary, path) == 0 else { throw failure(path, errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        // The new name is durable once its folder is. A system that cannot sync a folder keeps the old file or the new one.
        let folder = open(ConfigFile.folder(of: path), O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func finish(_ descriptor: Int32, _ path: String, _ octets: [UInt8]) throws(Failure) {
        var code = Descriptor.writeAll(descriptor, octets)
        if code == 0, fsync(descriptor) != 0 { code = errno }
        if close(descriptor) != 0, code == 0 { code = errno }
        guard code == 0 else { throw failure(path, code) }
    }

    private static func failure(_ path: String, _ code: Int32) -> Failure {
        Failure(
            code == ENOSPC || code == EIO || code == EDQUOT ? .io : .cannotCreate, "config",
            "\(path) cannot be written: \(SystemError.text(code))", hint: "--config with another path")
    }
}

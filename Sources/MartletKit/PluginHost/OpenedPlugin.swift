#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// A plugin whose code is in memory.
struct OpenedPlugin {
    let name: String
    /// Of the file as it was opened.
    let identity: FileIdentity
    var commands: [PluginCommandEntry] = []
    /// Whether its commands are in the registry.
    var isIn = false
    /// What it is not loaded for, for good.
    var refusal: PluginRefusal?
}

/// Which file stands under a name, and in which state: a build puts another one there, or other octets.
struct FileIdentity: Equatable {
    private let device, file, octets, seconds, nanoseconds: Int64

    /// nil, with errno, where there is none.
    init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        device = Int64(truncatingIfNeeded: facts.st_dev)
        file = Int64(truncatingIfNeeded: facts.st_ino)
        octets = Int64(facts.st_size)
        #if canImport(Glibc)
        (seconds, nanoseconds) = (Int64(facts.st_mtim.tv_sec), Int64(facts.st_mtim.tv_nsec))
        #else
        (seconds, nanoseconds) = (Int64(facts.st_mtimespec.tv_sec), Int64(facts.st_mtimespec.tv_nsec))
        #endif
    }
}

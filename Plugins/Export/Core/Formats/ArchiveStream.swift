import PluginSystem

/// An archive that is written from its first octet to its last, and never read or gone back in.
protocol ArchiveStream: AnyObject {
    /// Appends one file.
    /// - Parameters:
    ///   - name: without folders, without NUL, UTF-8.
    ///   - modified: seconds since 1970.
    func add(_ name: UnsafeRawBufferPointer, _ source: any OctetSource, modified: Int64) throws(SystemError)
    /// Writes what is gathered of the files so far.
    func flush() throws(SystemError)
    /// Completes the archive. Nothing may follow.
    func end() throws(SystemError)
}

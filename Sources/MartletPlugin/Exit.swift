import CMartletPlugin

/// How a command ends when not well: an exit code the user's scripts act on.
public struct CommandExit: Error, Equatable, Sendable {
    public let code: Int32

    public init(_ code: Int32) { self.code = code }
}

extension Int32 {
    public static var exitUsage: Int32 { Int32(MARTLET_EXIT_USAGE) }
    /// A message or a file is not what it should be.
    public static var exitData: Int32 { Int32(MARTLET_EXIT_DATA) }
    /// The server refuses, or lacks what was asked for.
    public static var exitUnavailable: Int32 { Int32(MARTLET_EXIT_UNAVAILABLE) }
    /// A bug of the plugin or the host.
    public static var exitSoftware: Int32 { Int32(MARTLET_EXIT_SOFTWARE) }
    /// The output cannot be created.
    public static var exitCannotCreate: Int32 { Int32(MARTLET_EXIT_CREATE) }
    /// Disk or other local input and output.
    public static var exitIO: Int32 { Int32(MARTLET_EXIT_IO) }
    public static var exitTryLater: Int32 { Int32(MARTLET_EXIT_TRY_LATER) }
    public static var exitInterrupted: Int32 { Int32(MARTLET_EXIT_INTERRUPTED) }
}

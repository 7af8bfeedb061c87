import CPluginSystem

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A system call that failed.
public struct SystemError: Error, Equatable, Sendable {
    /// `errno`, positive.
    public let number: Int32
    /// What was being done, as the end of "cannot …".
    public let action: String
    /// Where, if that is another place than the one the work is for: "the temporary folder /tmp".
    public let place: String?

    @inlinable
    public init(_ number: Int32, _ action: String, in place: String? = nil) {
        (self.number, self.action, self.place) = (number, action, place)
    }

    /// The system's words: "Permission denied".
    public var reason: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { out in
            plugin_reason(number, out.baseAddress!, out.count)
            return String(cString: out.baseAddress!)
        }
    }

    /// No room, by the disk or by quota.
    public var isNoSpace: Bool { number == ENOSPC || number == EDQUOT }
    public var isExisting: Bool { number == EEXIST }
    public var isAbsent: Bool { number == ENOENT }
    public var isUnsupported: Bool { number == EOPNOTSUPP || number == ENOTSUP }
    /// Too many open files.
    public var isDescriptorLimit: Bool { number == EMFILE || number == ENFILE }
    public var isLocked: Bool { number == EWOULDBLOCK }
}

extension Int32 {
    /// A file that is shorter than it was.
    public static var inputOutput: Int32 { EIO }
    /// Something has the name.
    public static var existing: Int32 { EEXIST }
    /// Not the kind of file that it has to be.
    public static var invalid: Int32 { EINVAL }
}

/// Turns the answers of `CPluginSystem` (at least 0, or the negated errno) into values and errors.
@inlinable
@inline(__always)
@discardableResult
public func check<Answer: SignedInteger>(_ answer: Answer, _ action: @autoclosure () -> String) throws(SystemError) -> Answer {
    guard answer >= 0 else { throw SystemError(Int32(-answer), action()) }
    return answer
}

/// The same where nothing need be there.
/// - Returns: -1 where there is nothing of that name.
public func checkOrAbsent(_ descriptor: Int32, _ action: @autoclosure () -> String) throws(SystemError) -> Int32 {
    if SystemError(-descriptor, "").isAbsent { return -1 }
    return try check(descriptor, action())
}

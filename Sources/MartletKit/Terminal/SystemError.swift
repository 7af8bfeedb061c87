#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// What an errno means, for people.
public enum SystemError {
    public static func text(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}

internal import Synchronization
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The left side of an APOP timestamp: never the same twice (RFC 1939 section 7).
enum Timestamp {
    private static let issued = Atomic(0)

    static func next() -> String {
        let number = issued.wrappingAdd(1, ordering: .relaxed).newValue
        return "\(getpid()).\(time(nil)).\(number)"
    }
}

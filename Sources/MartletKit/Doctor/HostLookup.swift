#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The addresses of a host, as the system finds them.
enum HostLookup {
    enum Trouble: Error {
        case noSuchHost
        /// Nobody could say: for now, not for ever.
        case noNameService
    }

    /// - Returns: numeric addresses in the system's order, and how long it took.
    static func addresses(of host: String) throws(Trouble) -> (addresses: [String], took: Duration) {
        let began = ContinuousClock.now
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
        hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else { throw [EAI_AGAIN, EAI_FAIL, EAI_SYSTEM].contains(status) ? .noNameService : .noSuchHost }
        defer { freeaddrinfo(list) }
        var found: [String] = []
        var at = list
        while let entry = at {
            var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let status = getnameinfo(
                entry.pointee.ai_addr, entry.pointee.ai_addrlen, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST)
            if status == 0 {
                let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                if !found.contains(text) { found.append(text) }
            }
            at = entry.pointee.ai_next
        }
        return (found, ContinuousClock.now - began)
    }
}

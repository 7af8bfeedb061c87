internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Passwords by machine and login, as ftp and curl keep them (netrc(5)):
///
///     machine pop.example.net login anna password hunter2
///     default login anonymous password guest
///
/// A value may stand in double quotes, with `\"` and `\\` in it; `macdef` and what belongs to it, up to a blank line, is passed over.
enum Netrc {
    /// Largest file read, in octets: a line an account, ten thousand of them.
    static let limitOctets = 1 << 20

    /// `$NETRC`, as curl has it, else `~/.netrc`.
    static var path: String { Folders.environment("NETRC") ?? (Folders.environment("HOME") ?? "/") + "/.netrc" }

    /// - Throws: exit code 78 where the file cannot be read, others may read it, or it has nothing for them.
    static func password(in path: String, user: String, host: String) throws(Failure) -> [UInt8] {
        let descriptor = try PasswordSource.opened(path)
        defer { close(descriptor) }
        var octets = [UInt8](repeating: 0, count: limitOctets)
        defer { Wipe.octets(&octets) }
        var length = 0
        while length < octets.count {
            let count = octets.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + length, $0.count - length) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            length += count
        }
        guard length < limitOctets else {
            throw Failure(
                .configuration, "password", "\(path) is larger than \(Size.long(Int64(limitOctets)))", hint: "another file")
        }
        guard let found = find(user: user, host: host, in: octets[..<length]) else {
            throw Failure(
                .configuration, "password", "\(path) has no password for \(user) at \(host)",
                hint: "machine \(host) login \(user) password …  in it")
        }
        return found
    }

    /// The password of the first entry for this host, without regard to case, and this user; an entry without a login is for all.
    static func find(user: String, host: String, in octets: ArraySlice<UInt8>) -> [UInt8]? {
        var words = Words(octets)
        let (host, user) = (Array(host.lowercased().utf8), Array(user.utf8))
        var isHere = false
        var login: [UInt8]?
        var password: [UInt8]?
        func found() -> [UInt8]? { isHere && (login ?? user) == user ? password : nil }
        while var word = words.next() {
            defer { Wipe.octets(&word) }
            switch String(decoding: word, as: UTF8.self) {
            case "machine", "default":
                if let found = found() { return found }
                isHere = word.first == UInt8(ascii: "d")
                if !isHere, let name = words.next() {
                    isHere = String(decoding: name, as: UTF8.self).lowercased().utf8.elementsEqual(host)
                }
                if password != nil { Wipe.octets(&password!) }
                (login, password) = (nil, nil)
            case "login": login = words.next()
            case "password":
                if password != nil { Wipe.octets(&password!) }
                password = words.next()
            case "account": _ = words.next()
            case "macdef": words.passMacro()
            default: break
            }
        }
        return found()
    }

    private struct Words {
        /// Room for a word from the beginning: one that grows leaves octets behind.
        private static let usualOctets = 1024

        private let octets: ArraySlice<UInt8>
        private var at: Int

        init(_ octets: ArraySlice<UInt8>) {
            self.octets = octets
            at = octets.startIndex
        }

        mutating func next() -> [UInt8]? {
            while at < octets.endIndex, Self.isBlank(octets[at]) || octets[at] == UInt8(ascii: "#") {
                // A comment is a line of its own, or what stands behind the last value of a line.
                if octets[at] == UInt8(ascii: "#") {
                    while at < octets.endIndex, octets[at] != 10 { at += 1 }
                } else {
                    at += 1
                }
            }
            guard at < octets.endIndex else { return nil }
            var word: [UInt8] = []
            word.reserveCapacity(Self.usualOctets)
            let isQuoted = octets[at] == UInt8(ascii: "\"")
            if isQuoted { at += 1 }
            while at < octets.endIndex {
                let octet = octets[at]
                at += 1
                if isQuoted ? octet == UInt8(ascii: "\"") : Self.isBlank(octet) { break }
                if isQuoted, octet == UInt8(ascii: "\\"), at < octets.endIndex {
                    word.append(octets[at])
                    at += 1
                } else {
                    word.append(octet)
                }
            }
            return word
        }

        /// To the next blank line.
        mutating func passMacro() {
            while at < octets.endIndex {
                if octets[at...].starts(with: [10, 10]) || octets[at...].starts(with: [10, 13, 10]) { return }
                at += 1
            }
        }

        private static func isBlank(_ octet: UInt8) -> Bool { [9, 10, 13, 32].contains(octet) }
    }
}

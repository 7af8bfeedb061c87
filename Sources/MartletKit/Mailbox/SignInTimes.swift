#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// When this machine signed in last, at servers that want time between sign-ins: a small file for each account in the state folder.
///
/// Nobody depends on it: what cannot be written or read is as if it had not been.
public struct SignInTimes: Sendable {
    /// Longest file name; an account with a longer one is not remembered.
    private static let nameLimitOctets = 200
    private let given: String?

    /// - Parameter folder: made where it is missing; nil: `sign-ins` in the state folder.
    public init(folder: String? = nil) { given = folder }

    /// Remembers a sign-in that is just done.
    /// - Parameter account: `user@host`.
    func note(_ account: String) {
        guard let path = path(account, makes: true) else { return }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return }
        _ = Descriptor.writeAll(descriptor, Array("\(time(nil))\n".utf8))
        close(descriptor)
    }

    /// nil where nothing is remembered. Below zero: the clock was set back.
    func secondsSince(_ account: String) -> Int? {
        guard let path = path(account, makes: false) else { return nil }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var octets = [UInt8](repeating: 0, count: 32)
        let count = read(descriptor, &octets, octets.count)
        guard count > 1, octets[count - 1] == 10, let then = Int(String(decoding: octets[..<(count - 1)], as: UTF8.self)) else {
            return nil
        }
        let (since, isBeyond) = Int(time(nil)).subtractingReportingOverflow(then)
        return isBeyond ? nil : since
    }

    private func path(_ account: String, makes: Bool) -> String? {
        var name = ""
        for octet in account.utf8 {
            let isPlain =
                (octet >= 0x30 && octet <= 0x39) || (octet >= 0x41 && octet <= 0x5A) || (octet >= 0x61 && octet <= 0x7A)
                || "@_-".utf8.contains(octet) || octet == UInt8(ascii: ".") && !name.isEmpty
            name += isPlain ? String(UnicodeScalar(octet)) : "%" + Hex.text([octet])
        }
        guard !name.isEmpty, name.utf8.count <= Self.nameLimitOctets else { return nil }
        do throws(Failure) {
            let folder: String
            if let given { folder = given } else { folder = try Folders.state() + "/sign-ins" }
            return (makes ? try Folders.made(folder) : folder) + "/" + name
        } catch {
            return nil  // no state folder: nothing is remembered
        }
    }
}

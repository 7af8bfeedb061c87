#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Where the password, or an access token, comes from. Never from the command line: it would stand in the process list and in the history.
public enum PasswordSource: Equatable, Sendable {
    /// The first line that a shell command prints.
    case command(String)
    /// The first line that a program prints: its name, looked for in `$PATH`, and its arguments. No shell.
    case program([String])
    /// The first line read from this descriptor.
    case descriptor(Int32)
    /// The first line of a file that only its owner may read.
    case file(String)
    /// What a file of machines, logins and passwords has for host and user (netrc(5)); only its owner may read it.
    case netrc(String)
    /// Asked on the terminal, without echo.
    case prompt
    /// Known already: the demo's.
    case given([UInt8])

    /// What is read; it words the errors.
    public enum Secret: String, Sendable { case password, token }

    /// Whether reading it talks to a person, or takes from a descriptor that gives one password only.
    var asks: Bool {
        switch self {
        case .prompt, .descriptor: true
        case .command, .program, .file, .netrc, .given: false
        }
    }

    /// The octets of the password, without the line end.
    public func read(_ secret: Secret = .password, user: String, host: String) throws(Failure) -> [UInt8] {
        switch self {
        case .command(let command): return try PasswordCommand.firstLine(of: ["/bin/sh", "-c", command], secret)
        case .program(let words): return try PasswordCommand.firstLine(of: words, secret)
        case .descriptor(let descriptor):
            return try Self.firstLine(
                of: descriptor, "descriptor \(descriptor)", secret, hint: Self.descriptorHint(descriptor, secret))
        case .file(let path): return try Self.content(of: path, secret)
        case .netrc(let path): return try Netrc.password(in: path, user: user, host: host)
        case .given(let octets): return octets
        case .prompt: return try Prompt.password("\(secret == .password ? "Password" : "Token") for \(user) at \(host): ")
        }
    }

    /// The file's descriptor, where only its owner may read it. The caller closes it.
    static func opened(_ path: String, _ secret: Secret = .password) throws(Failure) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw failure("the \(secret) file \(path) cannot be read: \(SystemError.text(errno))", secret, fileHint(secret))
        }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & 0o077 == 0 else {
            close(descriptor)
            throw Failure(
                .configuration, secret.rawValue, "the \(secret) file \(path) can be read by others", hint: "chmod 600 \(path)")
        }
        return descriptor
    }

    private static func content(of path: String, _ secret: Secret) throws(Failure) -> [UInt8] {
        let descriptor = try opened(path, secret)
        defer { close(descriptor) }
        return try firstLine(of: descriptor, path, secret, hint: fileHint(secret))
    }

    /// Reads octet by octet: what lies behind the line belongs to somebody else.
    static func firstLine(of descriptor: Int32, _ name: String, _ secret: Secret, hint: String? = nil) throws(Failure) -> [UInt8]
    {
        var line: [UInt8] = []
        // A line that grows leaves octets behind where nobody wipes them.
        line.reserveCapacity(limitOctets)
        var octet: UInt8 = 0
        while line.count < limitOctets {
            let count = readOctet(descriptor, &octet)
            if count < 0 {
                if errno == EINTR { continue }
                throw failure("no \(secret) from \(name): \(SystemError.text(errno))", secret, hint)
            }
            if count == 0 || octet == 10 { break }
            line.append(octet)
        }
        if line.last == 13 { line.removeLast() }
        guard !line.isEmpty else { throw failure("no \(secret) from \(name)", secret, hint) }
        return line
    }

    /// Longest password, in octets.
    private static let limitOctets = 64 * 1024

    private static func fileHint(_ secret: Secret) -> String { "a file of yours whose first line is the \(secret), mode 600" }

    private static func descriptorHint(_ descriptor: Int32, _ secret: Secret) -> String {
        "open it in the shell that starts martlet: \(descriptor)<FILE, the \(secret) its first line"
    }

    /// - Parameter hint: nil for a program's.
    static func failure(_ message: String, _ secret: Secret, _ hint: String? = nil) -> Failure {
        Failure(
            .configuration, secret.rawValue, message,
            hint: hint ?? "run it by hand; the \(secret) is the first line it prints")
    }
}

private func readOctet(_ descriptor: Int32, _ octet: inout UInt8) -> Int { read(descriptor, &octet, 1) }

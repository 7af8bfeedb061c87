/// What a finished command tells the caller: sysexits numbers, because cron users come from mpop and msmtp, as our own constants.
public enum ExitCode: Int32, CaseIterable, Sendable {
    case ok = 0
    /// `check` alone: no new mail.
    case nothingNew = 1
    case usage = 64
    case data = 65
    case noHost = 68
    case unavailable = 69
    case software = 70
    case cannotCreate = 73
    case io = 74
    case tryLater = 75
    case `protocol` = 76
    case noPermission = 77
    case configuration = 78
    case interrupted = 130

    /// One line for `help exit-codes`.
    public var meaning: String {
        switch self {
        case .ok: "done (also: a listing with nothing to list)"
        case .nothingNew: "check alone: no new mail"
        case .usage: "usage: unknown command, bad selection, a prompt without a terminal"
        case .data: "a message could not be decoded"
        case .noHost: "host name unknown"
        case .unavailable: "the server refuses service or lacks what was asked for"
        case .software: "a bug in martlet or a plugin"
        case .cannotCreate: "cannot create the output"
        case .io: "disk or other local input and output"
        case .tryLater: "try again later: timeout, connection lost, mailbox in use"
        case .protocol: "not POP3, or a limit was passed"
        case .noPermission: "sign-in refused, or the certificate is not trusted"
        case .configuration: "configuration"
        case .interrupted: "interrupted"
        }
    }
}

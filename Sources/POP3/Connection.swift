internal import CPOP3
#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// One connection and the parser of its replies: the only owner of the C handles.
///
/// Errors stick in the C layer: after a fatal one every call fails with it and does not touch the socket.
struct Connection: ~Copyable {
    /// One event of the wire. `bytes` live until the next call of a mutating method.
    struct Event {
        let kind: pop3_kind
        /// The reply is over.
        let last: Bool
        let bytes: UnsafeRawBufferPointer
    }

    private let link: OpaquePointer
    private var wire = pop3_wire()
    /// Milliseconds that a status line may take, whatever drips in meanwhile.
    private let statusLimit: UInt32
    /// Octets of the receive buffer that the last event has used up, given back when the next one is asked for.
    private var used = 0
    /// Whether what comes next belongs to a mail, and whether the reply that is expected has one.
    private(set) var isInMail = false
    private var expectsMail = false
    /// Told of every octet that comes, and of what it was once it is read.
    var tap: Recorder? {
        didSet {
            var count = 0
            let octets = pop3_link_borrow(link, &count)
            if count > used { tap?.received(UnsafeRawBufferPointer(start: octets + used, count: count - used)) }
        }
    }

    init(deadlines: Deadlines, canceller: Canceller?) throws(POP3Error) {
        guard let made = pop3_link_create(deadlines.raw, canceller?.waitDescriptor ?? -1) else {
            throw POP3Error(.resource, detail: "out of memory")
        }
        link = made
        let read = deadlines.raw.read_ms
        statusLimit = read > .max / Limits.statusReadTimes ? .max : read * Limits.statusReadTimes
        pop3_wire_init(&wire, 0)
    }

    deinit { pop3_link_destroy(link) }

    // MARK: setting up

    func dial(_ endpoint: Endpoint) throws(POP3Error) {
        try check(pop3_link_dial(link, endpoint.host, endpoint.port))
    }

    /// Shakes hands and starts the reply parser anew.
    mutating func startTLS(name: String, trust: Trust) throws(POP3Error) {
        giveBack()
        let status = name.withCString { name in
            var want = pop3_tls(name: name, ca_file: nil, pin: nil)
            func start() -> pop3_status { pop3_link_start_tls(link, &want) }
            func withPin() -> pop3_status {
                guard let pin = trust.pin else { return start() }
                return pin.withUnsafeBufferPointer { pin in
                    want.pin = pin.baseAddress
                    return start()
                }
            }
            guard let caFile = trust.caFile else { return withPin() }
            return caFile.withCString { caFile in
                want.ca_file = caFile
                return withPin()
            }
        }
        try check(status)
        pop3_wire_init(&wire, 0)
        isInMail = false
    }

    var isTLS: Bool { pop3_link_is_tls(link) }

    var peer: Peer {
        var raw = pop3_peer()
        pop3_link_peer_copy(link, &raw)
        return Peer(raw)
    }

    var counts: WireCounts {
        let raw = pop3_link_counts_copy(link)
        return WireCounts(
            receives: raw.receives, sends: raw.sends, polls: raw.polls, octetsIn: raw.octets_in, octetsOut: raw.octets_out)
    }

    // MARK: sending

    /// Starts the clock of the whole-command deadline.
    func commandBegins() { pop3_link_command_begins(link) }

    /// Whether the server has ended the connection already, unheard. Costs a system call.
    var hasHungUp: Bool { pop3_link_has_hung_up(link) }

    /// Octets that may still be queued.
    var sendSpace: Int { pop3_link_send_space(link) }

    func queue(_ octets: [UInt8], secret: Bool = false) {
        octets.withUnsafeBufferPointer { pop3_link_queue(link, $0.baseAddress!, $0.count, secret) }
    }

    func queue(_ octets: UnsafeBufferPointer<UInt8>) { pop3_link_queue(link, octets.baseAddress!, octets.count, false) }

    /// Sends what is queued, as far as the peer takes it without waiting; the rest goes out while the next reply is read.
    func push() throws(POP3Error) { try check(pop3_link_push(link)) }

    // MARK: receiving

    /// Says what the next reply looks like when it succeeds.
    mutating func expect(_ reply: pop3_reply) {
        pop3_wire_expect(&wire, reply)
        // A line dripped an octet at a time is never silent for long, and is not waited for like a large message.
        pop3_link_bound(link, statusLimit)
        expectsMail = reply == POP3_REPLY_BODY
    }

    /// The next event of the reply that is expected.
    mutating func next() throws(POP3Error) -> Event {
        giveBack()
        while true {
            var count = 0
            let octets = pop3_link_borrow(link, &count)
            var event = pop3_event()
            var step = 0
            let status = pop3_wire_step(&wire, octets, count, &step, &event)
            tap?.read(step, isMail: isInMail)
            if status == POP3_OK {
                used = step
                if event.kind == POP3_OK_LINE || event.kind == POP3_ERR_LINE || event.kind == POP3_CHALLENGE {
                    pop3_link_bound(link, 0)
                }
                isInMail = expectsMail && !event.last
                return Event(
                    kind: event.kind, last: event.last,
                    bytes: UnsafeRawBufferPointer(start: event.bytes.at, count: event.bytes.len))
            }
            if status != POP3_AGAIN { throw failure(status) }
            pop3_link_consume(link, step)
            guard let tap else {
                try check(pop3_link_fill(link))
                continue
            }
            try fill(tap)
        }
    }

    private func fill(_ tap: Recorder) throws(POP3Error) {
        var before = 0
        _ = pop3_link_borrow(link, &before)
        try check(pop3_link_fill(link))
        var count = 0
        let octets = pop3_link_borrow(link, &count)
        tap.received(UnsafeRawBufferPointer(start: octets + before, count: count - before))
    }

    /// Octets received and not yet understood. Valid until the next call of a mutating method.
    var unread: UnsafeRawBufferPointer {
        var count = 0
        let octets = pop3_link_borrow(link, &count)
        return UnsafeRawBufferPointer(start: octets, count: count)
    }

    private mutating func giveBack() {
        pop3_link_consume(link, used)
        used = 0
    }

    // MARK: failing

    private func check(_ status: pop3_status) throws(POP3Error) {
        if status.rawValue < 0 { throw failure(status) }
    }

    private func failure(_ status: pop3_status) -> POP3Error {
        let text = String(cString: pop3_link_text(link))
        var error = POP3Error(.init(status, errno: pop3_link_errno(link)), detail: text.isEmpty ? nil : text)
        if error.kind == .timeout { error.waited = .milliseconds(pop3_link_waited_ms(link)) }
        return error
    }
}

/// System calls and octets of one connection so far, for benchmarks that gate on counts.
public struct WireCounts: Equatable, Sendable {
    public let receives, sends, polls, octetsIn, octetsOut: UInt64
}

extension Deadlines {
    var raw: pop3_deadlines {
        pop3_deadlines(
            connect_ms: connect.millisecondsForWaiting, read_ms: read.millisecondsForWaiting,
            command_ms: command?.millisecondsForWaiting ?? 0)
    }
}

extension POP3Error.Kind {
    init(_ status: pop3_status, errno code: Int32) {
        self =
            switch status {
            case POP3_E_SYNTAX: .protocolViolation
            case POP3_E_LIMIT: .limit
            case POP3_E_RESOLVE: .unresolvable
            case POP3_E_NAME_SERVICE: .nameService
            case POP3_E_CA_FILE: .caFile
            case POP3_E_MEMORY where Self.isOutOfDescriptors(code): .descriptors
            case POP3_E_UNREACHABLE: Self.isOutOfDescriptors(code) ? .descriptors : .unreachable
            case POP3_E_REFUSED: .connectionRefused
            case POP3_E_TIMEOUT: .timeout
            case POP3_E_CANCELLED: .cancelled
            case POP3_E_CLOSED: .closed
            case POP3_E_IO: .io(errno: code)
            case POP3_E_TLS: .tls
            case POP3_E_NOT_TLS: .notTLS
            case POP3_E_TRUNCATED: .truncated
            case POP3_E_UNTRUSTED: .untrusted(.chain)
            case POP3_E_EXPIRED: .untrusted(.expired)
            case POP3_E_NAME: .untrusted(.name)
            case POP3_E_PIN: .untrusted(.pin)
            case POP3_E_INJECTED: .injected
            default: .resource
            }
    }

    static func isOutOfDescriptors(_ code: Int32) -> Bool { code == EMFILE || code == ENFILE }
}

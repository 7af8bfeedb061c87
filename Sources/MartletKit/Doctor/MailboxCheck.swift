internal import POP3

/// What works once somebody is signed in: nothing is changed and nothing is marked.
struct MailboxCheck {
    /// Messages that are looked at by TOP.
    private static let sampleMost = 10
    /// A message above this is not fetched to compare its size.
    private static let fetchMost: Int64 = 1 << 20

    let session: Session

    func findings() throws(POP3Error) -> [DoctorFinding] {
        var found: [DoctorFinding] = []
        var announced = session.capabilities
        if announced == nil { announced = try session.capabilitiesIfAny() }
        if let announced {
            found.append(DoctorFinding("capa", .ok, "after sign-in it announces \(DoorCheck.list(announced))"))
            found += announcements(announced)
        }
        found.append(try roundTrip())
        let maildrop = try session.maildrop()
        found += try listing(maildrop)
        found += try uniqueIDs(maildrop)
        if !maildrop.isEmpty {
            found += try headers(maildrop, announced)
            found += try size(maildrop)
        }
        return found
    }

    private func announcements(_ announced: Capabilities) -> [DoctorFinding] {
        var found: [DoctorFinding] = []
        if let delay = announced["LOGIN-DELAY"]?.first {
            found.append(
                DoctorFinding(
                    "login-delay", .note, "it wants \(delay) s between two sign-ins",
                    advice: "not more than one run in that time; the shell stays signed in"))
        }
        if let expire = announced["EXPIRE"]?.first, expire != "NEVER" {
            found.append(
                DoctorFinding(
                    "expire", .note, expire == "0" ? "it deletes what was fetched" : "it keeps mail for \(expire) days",
                    advice: "export new DIR often enough"))
        }
        if !announced.pipelining {
            found.append(
                DoctorFinding(
                    "pipelining", .quirk, "it does not announce PIPELINING",
                    advice: "nothing: one command at a time, a round trip for each message"))
        }
        return found
    }

    private func roundTrip() throws(POP3Error) -> DoctorFinding {
        var times: [Duration] = []
        for _ in 0..<5 {
            let began = ContinuousClock.now
            try session.noop()
            times.append(ContinuousClock.now - began)
        }
        return DoctorFinding("round-trip", .ok, "a round trip takes \(Milliseconds.text(times.sorted()[2]))")
    }

    private func listing(_ maildrop: Maildrop) throws(POP3Error) -> [DoctorFinding] {
        let (messages, octets) = try session.stat()
        var found = [DoctorFinding("list", .ok, "\(maildrop.count) messages, \(Size.long(maildrop.octets))")]
        let odd = maildrop.oddLines
        if odd.list > 0 {
            found.append(
                DoctorFinding(
                    "list-lines", .quirk, Plural.text(odd.list, "line") + " of LIST could not be read",
                    advice: "--log FILE and look at them: there may be messages that martlet does not see"))
        }
        if messages != maildrop.count || octets != maildrop.octets {
            found.append(
                DoctorFinding(
                    "stat", .quirk,
                    "STAT says \(messages) messages and \(octets) octets, LIST \(maildrop.count) and \(maildrop.octets)",
                    advice: "nothing: martlet goes by LIST, and no size frames a message"))
        }
        return found
    }

    private func uniqueIDs(_ maildrop: Maildrop) throws(POP3Error) -> [DoctorFinding] {
        guard maildrop.hasUniqueIDs else {
            return [
                DoctorFinding(
                    "uidl", .problem, "it has no UIDL: messages cannot be known again",
                    advice: "export all DIR --adopt compares by content; --delete is refused for such mail")
            ]
        }
        let repeated = (0..<maildrop.count).count { maildrop.identity(at: $0) == .repeated }
        let blank = (0..<maildrop.count).count { maildrop.identity(at: $0) == .none }
        guard repeated + blank > 0 else { return [DoctorFinding("uidl", .ok, "UIDL works, and every unique-id is one")] }
        return [
            DoctorFinding(
                "uidl", .quirk, "\(repeated) messages share unique-ids, \(blank) have none",
                advice: "nothing: such messages are told apart by their headers and never deleted for their unique-id alone")
        ]
    }

    private func headers(_ maildrop: Maildrop, _ announced: Capabilities?) throws(POP3Error) -> [DoctorFinding] {
        let numbers = (0..<min(maildrop.count, Self.sampleMost)).map { maildrop.number(at: $0) }
        let sink = HeaderCount()
        let began = ContinuousClock.now
        try session.fetch(numbers, .top(lines: 0), into: sink)
        let took = ContinuousClock.now - began
        guard sink.whole == numbers.count else {
            return [
                DoctorFinding(
                    "top", .quirk, "TOP works for \(sink.whole) of \(numbers.count) messages",
                    advice: "headers … --whole fetches whole messages for their headers")
            ]
        }
        let piped = announced?.pipelining == true ? ", pipelined" : ""
        return [DoctorFinding("top", .ok, "TOP works: \(numbers.count) headers in \(Milliseconds.text(took))\(piped)")]
    }

    /// Fetches the smallest message, and compares.
    private func size(_ maildrop: Maildrop) throws(POP3Error) -> [DoctorFinding] {
        let smallest = (0..<maildrop.count).filter { maildrop.octets(at: $0) != nil }
            .min { maildrop.octets(at: $0)! < maildrop.octets(at: $1)! }
        guard let smallest, let listed = maildrop.octets(at: smallest), listed <= Self.fetchMost else { return [] }
        var octets: Int64 = 0
        let number = maildrop.number(at: smallest)
        let came: Void? = try refusedAsNil { () throws(POP3Error) in try session.retr(number) { octets += Int64($0.byteCount) } }
        guard came != nil else {
            return [
                DoctorFinding(
                    "retr", .problem, "message \(number) is refused", advice: "raw \(number)  (shows what the server says)")
            ]
        }
        if octets == listed { return [DoctorFinding("retr", .ok, "message \(number) comes whole, as large as LIST says")] }
        return [
            DoctorFinding(
                "size", .quirk, "message \(number) has \(octets) octets, LIST says \(listed)",
                advice: "nothing: sizes are hints, the terminator ends a message")
        ]
    }

    /// nil where the server refused.
    private func refusedAsNil<R>(_ body: () throws(POP3Error) -> R) throws(POP3Error) -> R? {
        do throws(POP3Error) { return try body() } catch {
            guard error.connectionIsUsable else { throw error }
            return nil
        }
    }

    private final class HeaderCount: MessageSink {
        var whole = 0

        func messageBegins(_ number: Int) -> Flow { .go }
        func messageContinues(_ octets: RawSpan) -> Flow { .go }
        func messageEnds(_ number: Int, _ failure: POP3Error?) -> Flow {
            if failure == nil { whole += 1 }
            return .go
        }
    }
}

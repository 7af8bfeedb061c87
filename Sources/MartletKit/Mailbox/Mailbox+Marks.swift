internal import POP3

/// Marks, from the first to what becomes of them.
extension Mailbox {
    public var marked: Set<Int> { marks.all }

    /// Octets of what is marked; nil where no listing says.
    public var markedOctets: Int64? { knownMaildrop.map { marks.octets(in: $0) } }

    /// "13 messages (1.8 MB)".
    public var markedText: String {
        Plural.text(marks.count, "message") + (markedOctets.map { " (\(Size.short($0)))" } ?? "")
    }

    /// Whether every mark is on a message that is safely stored, so that a command that failed elsewhere need not take them back.
    public var marksAreStored: Bool { marks.areStored }

    /// DELE for this number was accepted.
    /// - Parameter isStored: the ledger has the message: the mark is right whatever becomes of the rest of the command.
    public func mark(_ number: Int, isStored: Bool = false) { marks.send(number, isStored: isStored) }

    /// RSET was accepted.
    public func unmarkAll() { marks = Marks() }

    /// Marks messages on our side.
    /// - Returns: how many were not marked before, and their octets.
    func hold(_ indices: [Int32], of maildrop: Maildrop) -> (count: Int, octets: Int64) {
        var count = 0
        var octets: Int64 = 0
        for index in indices where marks.hold(maildrop.number(at: Int(index))) {
            count += 1
            octets = octets.addingReportingOverflow(maildrop.octets(at: Int(index)) ?? 0).partialValue & .max
        }
        return (count, octets)
    }

    /// Takes marks back. Where one was sent, RSET takes all that were, and DELE sends the others again.
    /// - Returns: how many were marked.
    func release(_ indices: [Int32], of maildrop: Maildrop) throws(Failure) -> Int {
        let numbers = indices.map { maildrop.number(at: Int($0)) }.filter(marks.contains)
        if numbers.contains(where: marks.sent.contains) {
            let session = try signedIn()
            let given = Set(numbers)
            let others = marks.sent.filter { !given.contains($0) }.sorted()
            try failing { () throws(POP3Error) in try session.rset() }
            // From here on the server has no mark; what a lost line leaves unsent is held.
            for number in marks.sent { marks.remove(number) }
            for number in others { _ = marks.hold(number) }
            try failing { () throws(POP3Error) in
                try session.dele(others) { [self] number, refused in
                    if refused == nil { marks.send(number) } else { marks.remove(number) }
                }
            }
        }
        for number in numbers { marks.remove(number) }
        return numbers.count
    }

    /// How a session with marks ended.
    struct Applied {
        /// What the server said to QUIT; nil where there was no session.
        var text: String?
        var deleted = 0
        /// Messages that are left, where the listing tells.
        var left: Int?
        /// Messages that the server would not delete, and why it would not the first.
        var refused = 0
        var refusal: Failure?
    }

    /// Deletes for good: DELE for what was held back, connecting again where the line was lost, then QUIT.
    func apply() throws(Failure) -> Applied {
        settleLoss()
        var applied = Applied()
        do throws(Failure) { try sendHeld(&applied) } catch {
            // A line that died while nobody used it shows only now. Nothing was deleted, so once more does no harm.
            guard outlivesItsLine, session?.state == .ended, ["connection-lost", "truncated"].contains(error.kind) else {
                throw error
            }
            settleLoss()
            try sendHeld(&applied)
        }
        applied.deleted = marks.sent.count
        applied.left = knownMaildrop.map { max(0, $0.count - applied.deleted) }
        applied.text = try quit()
        if applied.text == nil { applied.deleted = 0 }  // no session, no QUIT
        return applied
    }

    private func sendHeld(_ applied: inout Applied) throws(Failure) {
        guard !marks.held.isEmpty else { return }
        let session = try signedIn()
        var refusals: [POP3Error] = []
        try failing { () throws(POP3Error) in
            try session.dele(marks.held.sorted()) { [self] number, refusal in
                guard let refusal else { return marks.send(number) }
                marks.remove(number)
                refusals.append(refusal)
            }
        }
        applied.refused += refusals.count
        applied.refusal = applied.refusal ?? refusals.first.map { Failure($0, at: session.endpoint, user: session.user) }
    }
}

internal import POP3

/// What one command costs: a stopwatch around it.
struct Timing {
    private let start = ContinuousClock.now
    private let session: Session?
    private let before: WireCounts?

    init(_ mailbox: Mailbox) {
        session = mailbox.session
        before = session?.counts
    }

    /// "1 round trip, 12 octets out, 3114 in, 38 ms". Of the session that is there now: one that was begun meanwhile counts from its
    /// beginning.
    func text(_ mailbox: Mailbox) -> String {
        let span = ContinuousClock.now - start
        let milliseconds = span.components.seconds * 1000 + span.components.attoseconds / 1_000_000_000_000_000
        guard let now = mailbox.session ?? session else { return "no round trip, \(milliseconds) ms" }
        let old = now === session ? before : nil
        let counts = now.counts
        let trips = Int(clamping: counts.sends - (old?.sends ?? 0))
        return "\(trips == 0 ? "no round trip" : Plural.text(trips, "round trip")), "
            + "\(counts.octetsOut - (old?.octetsOut ?? 0)) octets out, \(counts.octetsIn - (old?.octetsIn ?? 0)) in, \(milliseconds) ms"
    }
}

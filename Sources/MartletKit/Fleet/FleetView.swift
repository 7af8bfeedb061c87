/// How far a run over many accounts is: one line on stderr, on a terminal, after 400 ms. None beside JSON Lines, in which each account tells
/// of itself.
struct FleetView {
    private let console: Console
    private let funnel: Funnel
    private let verb: String
    private let total: Int
    private let start = ContinuousClock.now

    init(_ console: Console, _ funnel: Funnel, verb: String, total: Int) {
        self.console = console
        self.funnel = funnel
        self.verb = verb
        self.total = total
    }

    func show(done: Int, _ reading: Meter.Reading) {
        guard console.errorIsTerminal, !console.isQuiet, console.format != .json, !console.progressInJSON else { return }
        let passed = ContinuousClock.now - start
        guard passed >= .milliseconds(400) else { return }
        funnel.progress(DisplayWidth.fit(Self.text(verb, done, total, reading, passed), console.width - 1))
    }

    func end() { funnel.progress(nil) }

    /// - Parameter passed: since the run began.
    static func text(_ verb: String, _ done: Int, _ total: Int, _ reading: Meter.Reading, _ passed: Duration) -> String {
        let seconds = Double(passed.components.seconds) + Double(passed.components.attoseconds) / 1e18
        let rate = seconds > 0 ? Int64(Double(reading.octets) / seconds) : 0
        return "\(verb)  \(Progress.bar(done, total))  \(done)/\(FleetReport.accounts(total))  \(reading.messages) messages  "
            + "\(Size.long(reading.octets))  \(Size.long(rate))/s"
    }
}

/// How far a long job is: on stderr, on a terminal, after 400 ms, ten times a second at most.
final class Progress {
    private let console: Console
    private let start = ContinuousClock.now
    private var next = ContinuousClock.now + .milliseconds(400)
    private var calls = 0

    init(_ console: Console) { self.console = console }

    /// Cheap: looks at the clock only where there is a terminal.
    func show(done: Int, of total: Int, octets: Int64, ofOctets: Int64, verb: String) {
        guard console.errorIsTerminal, !console.isQuiet else { return }
        if let lane = console.lane { return lane.progress(done: done, octets: octets) }
        let now = ContinuousClock.now
        guard now >= next else { return }
        next = now + .milliseconds(100)
        let seconds = Double((now - start).components.seconds) + Double((now - start).components.attoseconds) / 1e18
        let rate = seconds > 0 ? Double(octets) / seconds : 0
        var text = "\(verb)  \(Self.bar(done, total))  \(done)/\(total)  \(Size.long(octets))"
        if ofOctets > 0 { text += "/\(Size.long(ofOctets))" }
        text += "  \(Size.long(Int64(rate)))/s"
        if ofOctets > octets, rate > 0 { text += "  eta \(Int(Double(ofOctets - octets) / rate) + 1) s" }
        console.showProgress(text)
    }

    func end() { console.showProgress(nil) }

    static func bar(_ done: Int, _ total: Int) -> String {
        let width = 20
        let full = total > 0 ? min(width, done * width / total) : 0
        return "[" + String(repeating: "#", count: full) + String(repeating: "·", count: width - full) + "]"
    }
}

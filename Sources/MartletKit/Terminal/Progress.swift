/// How far a long job is: on stderr, on a terminal, after 400 ms, ten times a second at most; as JSON Lines where that is asked for. Of
/// several accounts each tells of itself in JSON, and a line for people is of all of them (``FleetView``).
final class Progress {
    private let console: Console
    private let start = ContinuousClock.now
    private var next = ContinuousClock.now + .milliseconds(400)
    private var calls = 0

    init(_ console: Console) { self.console = console }

    /// Cheap: looks at the clock only where there is a terminal.
    func show(done: Int, of total: Int, octets: Int64, ofOctets: Int64, verb: String) {
        guard console.errorIsTerminal || console.progressInJSON, !console.isQuiet else { return }
        if let lane = console.lane {
            lane.progress(done: done, octets: octets)
            guard console.progressInJSON else { return }
        }
        let now = ContinuousClock.now
        guard now >= next else { return }
        next = now + .milliseconds(100)
        if console.progressInJSON { return Self.tell(console, verb, done, total, octets, ofOctets) }
        let seconds = Double((now - start).components.seconds) + Double((now - start).components.attoseconds) / 1e18
        let rate = seconds > 0 ? Double(octets) / seconds : 0
        var text = "\(verb)  \(Self.bar(done, total))  \(done)/\(total)  \(Size.long(octets))"
        if ofOctets > 0 { text += "/\(Size.long(ofOctets))" }
        text += "  \(Size.long(Int64(rate)))/s"
        if ofOctets > octets, rate > 0 { text += "  eta \(Int(Double(ofOctets - octets) / rate) + 1) s" }
        console.showProgress(text)
    }

    /// - Parameter ofOctets: below 0: not known.
    static func tell(_ console: Console, _ verb: String, _ done: Int, _ total: Int, _ octets: Int64, _ ofOctets: Int64) {
        var json = JSONText()
        json.object { json in
            if let lane = console.lane { json.field("account", lane.account) }
            json.key("progress")
            json.object { json in
                json.field("verb", verb)
                json.field("done", Int64(done))
                json.field("total", Int64(total))
                json.field("octets", octets)
                if ofOctets >= 0 { json.field("total_octets", ofOctets) }
            }
        }
        console.sayObject(json.text)
    }

    func end() { console.showProgress(nil) }

    static func bar(_ done: Int, _ total: Int) -> String {
        let width = 20
        let full = total > 0 ? min(width, done * width / total) : 0
        return "[" + String(repeating: "#", count: full) + String(repeating: "·", count: width - full) + "]"
    }
}

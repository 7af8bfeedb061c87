#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Waits a number of seconds, and shows how many are left: over and over on a terminal, once elsewhere.
enum Countdown {
    /// How often ^C is looked for.
    private static let step = Duration.milliseconds(100)

    /// - Parameters:
    ///   - why: stands before the time that is left.
    /// - Throws: exit code 130 as soon as a stop is asked for.
    static func wait(_ seconds: Int, _ why: String, _ console: Console) throws(Failure) {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        defer { console.showProgress(nil) }
        if !console.errorIsTerminal { console.note("\(why); waiting \(seconds) s") }
        var shown = -1
        while true {
            if Interrupt.isRequested { throw Failure(.interrupted, "interrupted", "interrupted; nobody signed in") }
            let left = end - clock.now
            guard left > .zero else { return }
            let whole = Int(left.components.seconds) + 1
            if whole != shown {
                shown = whole
                console.showProgress("\(why); \(TimeText.span(.seconds(whole))) to wait, Ctrl-C ends it")
                if console.progressInJSON { Progress.tell(console, "wait", max(0, seconds - whole), seconds, 0, -1) }
            }
            usleep(UInt32(min(left, step) / .microseconds(1)))
        }
    }
}

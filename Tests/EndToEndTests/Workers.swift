import Foundation
import Synchronization

/// Real threads for work that waits: `body` runs once for each of `0..<count`.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for index in 0..<count {
        group.enter()
        let thread = Thread {
            body(index)
            group.leave()
        }
        thread.stackSize = 2 << 20
        thread.start()
    }
    group.wait()
}

/// What threads found wrong: the first few are shown, all are counted.
///
/// Expectations of Swift Testing belong to the test's own task; other threads write here, and the test looks at the end.
final class Findings: Sendable {
    private struct State {
        var first: [String] = []
        var wrong = 0
        var tried = 0
    }
    private let state = Mutex(State())

    func expect(_ holds: Bool, _ text: @autoclosure () -> String) {
        if holds { return }
        let text = text()
        state.withLock { state in
            state.wrong += 1
            if state.first.count < 10 { state.first.append(text) }
        }
    }

    func count() { state.withLock { $0.tried += 1 } }

    var tried: Int { state.withLock { $0.tried } }
    var wrong: Int { state.withLock { $0.wrong } }
    var report: String { state.withLock { "\($0.wrong) wrong:\n" + $0.first.joined(separator: "\n") } }
}

import CPOP3
import CTestPeer
import Foundation
import Testing

#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Exactly `count` octets, or what there is.
func receiveCount(_ fd: CInt, _ count: Int) -> [UInt8] {
    var all: [UInt8] = [], chunk = [UInt8](repeating: 0, count: 65536)
    all.reserveCapacity(count)
    while all.count < count {
        let n = read(fd, &chunk, min(chunk.count, count - all.count))
        if n <= 0 { break }
        all += chunk[..<n]
    }
    return all
}

/// Whether `body` makes the system send this thread a SIGPIPE.
func raisesSIGPIPE(_ body: () -> Void) -> Bool {
    let before = signal(SIGPIPE, SIG_DFL)  // an ignored signal would leave no trace
    blockSIGPIPE()
    body()
    var pending = sigset_t()
    sigpending(&pending)
    let raised = sigismember(&pending, SIGPIPE) == 1
    if raised {
        var set = sigset_t(), number: CInt = 0
        sigemptyset(&set)
        sigaddset(&set, SIGPIPE)
        sigwait(&set, &number)
    }
    signal(SIGPIPE, before)
    return raised
}

/// Carries a value out of a peer's thread; read it after join().
final class Box<T>: @unchecked Sendable {
    var value: T
    init(_ value: T) { self.value = value }
}

internal import CPOP3

/// Makes a blocked session return at once with ``POP3Error/Kind/cancelled``.
///
/// One canceller may serve many sessions, one after the other or at the same time. It is a descriptor (an eventfd on Linux), so
/// ``cancel()`` may be called from any thread and from a signal handler.
public final class Canceller: Sendable {
    let waitDescriptor: Int32
    private let wakeDescriptor: Int32

    /// - Throws: ``POP3Error/Kind/descriptors`` when no descriptor is to be had.
    public init() throws(POP3Error) {
        var wait: Int32 = -1
        var wake: Int32 = -1
        guard pop3_cancel_open(&wait, &wake) == 0 else { throw POP3Error(.descriptors) }
        waitDescriptor = wait
        wakeDescriptor = wake
    }

    deinit { pop3_cancel_close(waitDescriptor, wakeDescriptor) }

    /// Ends every wait now and every later one until ``reset()``.
    public func cancel() { pop3_cancel_wake(wakeDescriptor) }

    /// Forgets earlier calls of ``cancel()``.
    public func reset() { pop3_cancel_clear(waitDescriptor) }
}

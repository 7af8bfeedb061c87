import MIMECore
import MartletPlugin
import PluginSystem

/// Fetches messages and hands each over whole, read, in the order of the selection.
final class WholeMessages: MessageSink {
    typealias Taker = (Message, SpooledMessage) throws(CommandExit) -> Void

    private let call: Call
    private let selection: Selection
    private let spool = MessageSpool()
    private let take: Taker
    private var cursor = 0
    private var received: Int64 = 0
    private var problem: CommandExit?
    /// The messages that the server did not send, and why the first.
    private var refused: (count: Int, number: UInt32, why: String) = (0, 0, "")

    private init(_ call: Call, _ selection: Selection, _ take: @escaping Taker) {
        (self.call, self.selection, self.take) = (call, selection, take)
    }

    /// - Parameter take: may throw: no more messages are then fetched.
    static func fetch(_ call: Call, _ selection: Selection, _ take: @escaping Taker) throws(CommandExit) {
        guard selection.count > 0 else { return }
        let sink = WholeMessages(call, selection, take)
        let code = call.fetch((0..<selection.count).map { selection[$0].number }, into: sink)
        if let problem = sink.problem { throw problem }
        if code != 0 { throw CommandExit(code) }
        let refused = sink.refused
        guard refused.count > 0 else { return }
        throw call.fail(
            .exitUnavailable,
            refused.count == 1
                ? "message \(refused.number) was not sent: \(refused.why)"
                : "\(refused.count) messages were not sent, the first is \(refused.number): \(refused.why)")
    }

    func begin(_ number: UInt32) -> Flow {
        spool.reset()
        return .go
    }

    func body(_ octets: borrowing RawSpan) -> Flow {
        received += Int64(octets.byteCount)
        call.progress(cursor, of: selection.count, octets: received)
        let failure = octets.withUnsafeBytes { octets -> SystemError? in
            do throws(SystemError) { try spool.append(octets) } catch { return error }
            return nil
        }
        if let failure { return fail(failure) }
        // What the user stops ends with the message: to leave it half-way would cost the connection.
        return .go
    }

    func end(_ number: UInt32, failure: Octets, sha256: UnsafeRawPointer?) -> Flow {
        while cursor < selection.count, selection[cursor].number != number { cursor += 1 }
        guard failure.isEmpty, cursor < selection.count else {
            if refused.count == 0 { refused = (0, number, failure.string) }
            refused.count += 1
            return call.cancelled ? stop(call.stopped(after: number)) : .go
        }
        let message: SpooledMessage
        do throws(SystemError) { message = try spool.message() } catch { return fail(error) }
        do throws(CommandExit) { try take(selection[cursor], message) } catch { return stop(error) }
        cursor += 1
        if call.failCode != 0 { return stop(CommandExit(call.failCode)) }
        return call.cancelled ? stop(call.stopped(after: number)) : .go
    }

    private func fail(_ error: SystemError) -> Flow {
        stop(
            call.fail(
                .exitIO, "cannot \(error.action): \(error.reason)",
                hint: "free space in the temporary folder, or name another: TMPDIR=/var/tmp"))
    }

    private func stop(_ exit: CommandExit) -> Flow {
        problem = exit
        return .stop
    }
}

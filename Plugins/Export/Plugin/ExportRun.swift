import ExportCore
import MartletPlugin

/// One fetch: the messages as they come, and where each goes.
final class ExportRun: MessageSink {
    /// Progress inside a long message, at most this often.
    private static let progressOctets: Int64 = 256 << 10

    private(set) var refused = 0
    private(set) var firstRefusal = ""
    /// Messages that broke off with the connection: the host tells of that.
    private(set) var brokenOff = 0
    /// Larger than `--max-size`, although the server told another size.
    private(set) var larger = 0
    private(set) var failure: StoreFailure?
    private(set) var isStopped = false

    private let call: Call
    private let options: ExportOptions
    private let destination: any Destination
    private let plan: Plan
    private let selection: Selection
    private let store: any MessageStore
    private let log: StoredMessages
    private let events: Events?
    private let ledger: Ledger?
    /// Where in the plan we are, and the message there, once it has begun.
    @exclusivity(unchecked) private var cursor = 0
    @exclusivity(unchecked) private var message: Message
    @exclusivity(unchecked) private var receivedOctets: Int64 = 0
    @exclusivity(unchecked) private var reported: Int64 = 0
    private let limit: Int64
    private let watches: Bool

    init(
        _ call: Call, _ options: ExportOptions, _ destination: any Destination, _ plan: Plan, _ store: any MessageStore,
        _ log: StoredMessages, _ events: Events?,
        _ ledger: Ledger?
    ) {
        (self.call, self.options, self.destination) = (call, options, destination)
        (self.plan, self.store, self.log, self.events, self.ledger) = (plan, store, log, events, ledger)
        selection = plan.selection
        limit = options.largest ?? .max
        watches = destination.watches
        message = Message.none
    }

    func begin(_ number: UInt32) -> Flow {
        while cursor < plan.wanted.count {
            message = selection[Int(plan.wanted[cursor])]
            if message.number == number { break }
            cursor += 1
        }
        guard cursor < plan.wanted.count else { return .skip }
        events?.begins(message)
        if watches { destination.messageBegins() }
        return .go
    }

    func body(_ octets: borrowing RawSpan) -> Flow {
        octets.withUnsafeBytes { octets in
            if watches { destination.messageContinues(octets) }
            do throws(StoreFailure) { try store.write(octets) } catch { return stop(error) }
            receivedOctets += Int64(octets.count)
            if receivedOctets - reported >= Self.progressOctets { progress() }
            guard store.openOctets > limit else { return .go }
            store.discard()
            larger += 1
            events?.failed(message.number, "larger than --max-size")
            return .skip
        }
    }

    func header(_ number: UInt32, sha256: UnsafeRawPointer) { log.keep(header: sha256, of: number) }

    func end(_ number: UInt32, failure text: Octets, sha256: UnsafeRawPointer?) -> Flow {
        guard text.isEmpty else {
            if store.openOctets > 0 { brokenOff += 1 } else { refuse(number, text.string) }
            store.discard()
            return call.cancelled ? halt() : .go
        }
        guard cursor < plan.wanted.count, message.number == number else { return .go }
        let isUnique = message.identity == .unique && !message.uniqueID.isEmpty
        guard isUnique || sha256 != nil else {
            store.discard()
            refuse(number, "it has neither a unique-id nor a hash to name it by")
            return .go
        }
        var whole = WholeMessage(number: number, uniqueID: isUnique ? message.uniqueID.raw : nil, sha256: sha256)
        whole.listed = message.octets ?? -1
        if let sha256 {
            // What nothing identifies is known by its content, whatever it is asked for; so is what was once stored that way.
            let asksLedger = options.adopts || !isUnique
            whole.twin = asksLedger ? ledger?.file(withContent: sha256)?.raw : destination.file(named: sha256)
        }
        do throws(StoreFailure) { try store.finish(whole) } catch { return stop(error) }
        cursor += 1
        progress()
        return call.cancelled ? halt() : .go
    }

    /// Commits what is whole.
    func finish() {
        store.discard()
        do throws(StoreFailure) { try store.commit() } catch { failure = failure ?? error }
        // After a failure the disk may still take names, although it has no room for more octets.
        if failure != nil {
            do throws(StoreFailure) { try store.commit() } catch { /* the first failure is the one to tell */  }
        }
    }

    private func refuse(_ number: UInt32, _ text: String) {
        refused += 1
        if firstRefusal.isEmpty { firstRefusal = "message \(number): \(text)" }
        events?.failed(number, text)
    }

    private func stop(_ error: StoreFailure) -> Flow {
        failure = error
        store.discard()
        return .stop
    }

    private func halt() -> Flow {
        isStopped = true
        return .stop
    }

    private func progress() {
        reported = receivedOctets
        call.progress(cursor, of: plan.wanted.count, octets: receivedOctets, ofOctets: plan.expectedOctets)
    }
}

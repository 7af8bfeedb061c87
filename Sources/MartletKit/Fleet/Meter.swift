internal import Synchronization

/// How far all accounts are together: messages and octets that their commands have told of.
final class Meter: Sendable {
    struct Reading: Equatable {
        var messages = 0
        var octets: Int64 = 0
    }

    private let readings = Mutex<[String: Reading]>([:])

    /// What the account's command has done so far. Costs a lock and a look-up.
    func report(_ account: String, messages: Int, octets: Int64) {
        readings.withLock { $0[account] = Reading(messages: messages, octets: octets) }
    }

    var total: Reading {
        readings.withLock { readings in
            readings.values.reduce(into: Reading()) { sum, one in
                sum.messages += one.messages
                sum.octets = sum.octets.addingReportingOverflow(one.octets).partialValue
            }
        }
    }
}

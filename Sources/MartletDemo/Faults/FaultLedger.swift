/// The faults in force and which of the one-shot ones are spent. Guarded by its owner's lock.
struct FaultLedger {
    private(set) var faults = Faults()
    private(set) var version = 0
    private var spent: Set<Int> = []

    mutating func set(_ faults: Faults) {
        self.faults = faults
        version += 1
        spent = []
    }

    /// Whether a one-shot fault, seen in `version`, may still happen; it may not a second time.
    mutating func spend(_ index: Int, version: Int) -> Bool {
        version == self.version && spent.insert(index).inserted
    }
}

/// Where a connection stands when a reply is due: what a ``Fault/Moment`` is compared with.
struct ReplyPlace {
    /// 0 for the greeting.
    var number = 0
    var verb = ""
    var occurrence = 0
    /// The first argument, where it is a number.
    var message: Int?

    func matches(_ moment: Fault.Moment) -> Bool {
        switch moment {
        case .greeting: number == 0
        case .reply(let wanted): number == wanted
        case .verb(let wanted, let nth): number > 0 && verb == wanted && (nth == nil || nth == occurrence)
        case .message(let wanted, let wantedVerb): number > 0 && verb == wantedVerb && message == wanted
        }
    }
}

import MartletDemo

/// What an export left in its place, seen by the torture: a format joins with a reader that can answer this.
protocol StoredMail {
    /// How many messages there are, whole or not.
    var count: Int { get }
    /// What may never be, however a run ended.
    func flaws(expecting messages: [DemoMessage]) -> [String]
    /// What may not be behind a run that went well.
    func flawsOfWhole(expecting messages: [DemoMessage]) -> [String]
    /// Whether the message is there, octet by octet.
    func holds(_ message: DemoMessage) -> Bool
    /// The name under which the ledger is to know the message; nil where any will do.
    func name(of message: DemoMessage) -> String?
}

extension Exported: StoredMail {
    var count: Int { messages.count }

    func holds(_ message: DemoMessage) -> Bool {
        guard let name = name(of: message) else { return false }
        return messages.contains(name) && octets(name) == message.wireOctets
    }
}

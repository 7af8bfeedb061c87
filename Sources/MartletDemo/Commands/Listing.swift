// STAT, LIST, UIDL (RFC 1939 sections 5 and 7): what is there.

extension Verb {
    static let stat = Verb(name: "STAT", states: .transaction) { conversation, _ in
        conversation.withSession { session in
            let faults = conversation.faults
            return .ok("\(session.present.count + faults.statCountDelta) \(session.octets + faults.statSizeDelta)")
        }
    }

    static let list = Verb(name: "LIST", states: .transaction) { conversation, call in
        let delta = conversation.faults.listSizeDelta
        return conversation.listing(call) { number, message in Array("\(number) \(message.wireOctets.count + delta)".utf8) }
    }

    static let uidl = Verb(name: "UIDL", states: .transaction) { conversation, call in
        let listed = conversation.faults.listedUniqueIDs
        return conversation.listing(call) { number, message in
            let uniqueID = listed[number] ?? message.uniqueID
            return Array("\(number)".utf8) + (uniqueID.isEmpty ? [] : [.blank]) + uniqueID
        }
    }
}

extension Conversation {
    /// One line about one message, or about each that is not deleted.
    fileprivate func listing(_ call: Call, _ line: (Int, DemoMessage) -> [UInt8]) -> Reply {
        withSession { session in
            if !call.argument.isEmpty {
                return session.with(call.words.first) { number, message in
                    Reply(octets: Array("+OK ".utf8) + line(number, message) + "\r\n")
                }
            }
            return .list(session.summary, session.present.map { line($0 + 1, session.opening.messages[$0]) })
        }
    }
}

extension Conversation.Session {
    /// Places of the messages that are not deleted.
    var present: [Int] { opening.messages.indices.filter { !deleted.contains($0) } }
    var octets: Int { present.reduce(0) { $0 + opening.messages[$1].wireOctets.count } }
    var summary: String { present.count == 1 ? "1 message (\(octets) octets)" : "\(present.count) messages (\(octets) octets)" }

    /// The message a client means by `word`, or the reason why there is none.
    func with(_ word: String?, _ body: (Int, DemoMessage) -> Reply) -> Reply {
        guard let word, let number = Int(word), word.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return .err("a message number is wanted")
        }
        guard opening.messages.indices.contains(number - 1) else {
            return .err("no such message, the last is \(opening.messages.count)")
        }
        if deleted.contains(number - 1) { return .err("message \(number) is marked deleted") }
        return body(number, opening.messages[number - 1])
    }
}

// RETR and TOP (RFC 1939 sections 5 and 7): message text.

extension Verb {
    static let retr = Verb(name: "RETR", states: .transaction) { conversation, call in
        conversation.withSession { session in
            session.with(call.words.first) { _, message in
                let faults = conversation.faults
                let body = faults.forgetsDotStuffing ? message.wireOctets : message.stuffedOctets
                return .body("\(message.wireOctets.count) octets", body, faults)
            }
        }
    }

    static let top = Verb(name: "TOP", states: .transaction) { conversation, call in
        conversation.withSession { session in
            guard call.words.count == 2, let lines = Int(call.words[1]), lines >= 0 else {
                return .err("TOP wants a message number and a number of lines")
            }
            return session.with(call.words[0]) { _, message in
                let faults = conversation.faults, body = message.top(lines: lines)
                return .body("top of message follows", faults.forgetsDotStuffing ? body : body.dotStuffed(), faults)
            }
        }
    }
}

internal import CPOP3

/// What a reader of many replies wants next.
public enum Flow: Sendable {
    case go
    /// The rest of this message is of no interest: it is read and thrown away, and nothing more is said of it.
    case skip
    /// No more at all. Replies already under way make the session unusable; it says so by ``POP3Error/Kind/abandoned``.
    case stop
}

extension Session {
    /// One numbered command for each of many messages, through the window (RFC 2449 section 6.6): with PIPELINING as many under way
    /// as ``Options/window`` and ``Limits/windowOctets`` allow, without it one.
    struct Batch {
        let verb: String
        let count: Int
        /// The message number of each command. Borrowed where they come from: a list of a million would be eight megabytes more.
        let number: (Int) -> Int
        /// Text behind the number: the line count of TOP.
        var suffix = ""
        var reply = POP3_REPLY_LINE
        /// Expected octets of each reply; nil where replies are one line.
        var octets: ((Int) -> Int64)?

        init(verb: String, numbers: [Int]) { self.init(verb: verb, count: numbers.count) { numbers[$0] } }

        init(verb: String, count: Int, number: @escaping (Int) -> Int) {
            (self.verb, self.count, self.number) = (verb, count, number)
        }
    }

    /// - Parameter receive: reads the whole reply to the number at this index; false ends the batch.
    func run(_ batch: Batch, receive: (Int) throws(POP3Error) -> Bool) throws(POP3Error) {
        guard (0..<batch.count).allSatisfy({ batch.number($0) >= 1 }) else {
            throw POP3Error(.argument, verb: batch.verb, detail: "message numbers begin at 1")
        }
        guard batch.count > 0 else { return }
        try learnCapabilities()
        let window = capabilities?.pipelining == true ? max(1, options.window) : 1
        var sent = 0
        var underWay: Int64 = 0
        connection.commandBegins()
        for done in 0..<batch.count {
            // Refilled at half, long before it drains, and many commands in one system call.
            if sent < batch.count, sent - done <= window / 2, underWay <= Limits.windowOctets / 2 || sent - done < 2 {
                while sent < batch.count, sent - done < window,
                    underWay < Limits.windowOctets || sent - done < 2, connection.sendSpace >= 64
                {
                    queue(batch, at: sent)
                    underWay += batch.octets?(sent) ?? 0
                    sent += 1
                }
                try push(verb: batch.verb)
            }
            connection.expect(batch.reply)
            guard try receive(done) else {
                if sent > done + 1 {
                    _ = lose(POP3Error(.abandoned, detail: "\(sent - done - 1) replies were still due"), verb: batch.verb)
                }
                return
            }
            underWay -= batch.octets?(done) ?? 0
        }
    }

    /// Writes `VERB number suffix CRLF` without an allocation: a batch may have a million of them.
    private func queue(_ batch: Batch, at index: Int) {
        let number = batch.number(index)
        if let recorder { recorder.command("\(batch.verb) \(number)\(batch.suffix)") }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { room in
            var end = room.count
            func put(_ octet: UInt8) {
                end -= 1
                room[end] = octet
            }
            put(10)
            put(13)
            for octet in batch.suffix.utf8.reversed() { put(octet) }
            var rest = number
            repeat {
                put(UInt8(ascii: "0") + UInt8(rest % 10))
                rest /= 10
            } while rest > 0
            put(UInt8(ascii: " "))
            for octet in batch.verb.utf8.reversed() { put(octet) }
            connection.queue(UnsafeBufferPointer(rebasing: room[end...]))
        }
    }
}

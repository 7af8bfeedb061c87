internal import POP3

/// Where the header blocks of listed messages come from.
protocol HeaderSource {
    /// Gives the block of each message, by its index in the maildrop: in the order asked for, but for one that left the cache while the
    /// others were read, which comes last.
    ///
    /// - Parameters:
    ///   - fetches: whether to ask the server for what is not at hand; else it comes as ``HeaderAnswer/absent``.
    ///   - each: answers ``Flow/stop`` where it wants no more.
    func headers(_ indices: [Int32], fetches: Bool, _ each: @escaping (Int32, HeaderAnswer) -> Flow) throws(Failure)
}

/// What became of one header.
enum HeaderAnswer {
    /// From the first octet through the line end of the last field, without the blank line behind it. Lent for the call.
    case block(UnsafeRawBufferPointer)
    /// The server said `-ERR` to this message.
    case refused(POP3Error)
    /// Not at hand.
    case absent
}

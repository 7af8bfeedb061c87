/// The most that a server may make us hold or follow. The server is an adversary: each number below bounds memory or time.
public enum Limits {
    /// Longest command line sent, in octets with CRLF. RFC 2449 section 4 allows 255; user names and initial responses of real
    /// services are longer, so the rule is applied to initial responses only (RFC 5034 section 4) and this bounds the rest.
    public static let commandOctets = 12 * 1024
    /// Messages of one maildrop. neomutt stops at 500,000, mpop at 1,000,000; archives exist above both.
    public static let messages = 10_000_000
    /// Octets of one unique-id. RFC 1939 section 7 allows 70; Comcast and Exchange were seen above it.
    public static let uniqueIDOctets = 1024
    /// Octets of all unique-ids of a maildrop together.
    public static let uniqueIDsOctets = 1 << 30
    /// Lines of a CAPA or LANG reply.
    public static let capabilityLines = 256
    /// Rounds of one SASL exchange; the longest mechanism known takes five.
    public static let saslRounds = 16
    /// How many times the read deadline a status line may take in all. Beyond it a server drips: no honest line is that slow.
    static let statusReadTimes: UInt32 = 3
    /// Commands under way at once. At 40 ms a round trip 1,000 fetch as fast as the line allows (docs of the window: `Window`).
    public static let windowCommands = 1024
    /// Octets of mail asked for and not yet received, where sizes are known: what a cancelled fetch leaves on the line.
    public static let windowOctets: Int64 = 8 << 20
}

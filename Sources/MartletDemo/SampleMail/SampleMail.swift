/// The mail of `martlet demo`: invented people, invented places, and every kind of message a mail reader meets.
///
/// The same octets in every run.
public enum SampleMail {
    /// Every sample, a letter of welcome first.
    public static let all: [DemoMessage] =
        [welcome] + western + cyrillic + scripts + asia + attachments + lists + headers + dots + awkward

    static let welcome = letter(
        "demo-001-welcome",
        """
        Return-Path: <martlet@example.org>
        From: The Martlet <martlet@example.org>
        To: You <demo@example.org>
        Subject: Welcome! Everything here is invented
        Date: Thu, 1 Oct 2026 08:00:00 +0200
        Message-ID: <welcome@example.org>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit
        """,
        .text(
            """
            Hello,

            this mailbox lives inside the program that shows it to you. The server
            is a real one, but it listens on this machine only and is gone when
            you leave. Nothing you do here can hurt: delete as you please.

            A few things worth a try:

                headers                 what is here
                retr 2                  one message, as it is on the wire
                headers last:20         only some
                export all /tmp/demo    save them, octet by octet
                dele 2                  mark one; it goes when you quit
                help                    everything else

            The other letters come from many places and in many alphabets; some
            are broken on purpose, as real mail is.

            – the martlet, a bird that never lands
            """))
}

@testable import POP3
import Testing

@Suite("the timestamp of a greeting (fetchmail-SA-2007-01)") struct ApopTimestampTests {
    @Test(
        "the one message-id is found anywhere",
        arguments: [
            ("POP3 server ready <1896.697170952@dbc.mtview.ca.us>", "<1896.697170952@dbc.mtview.ca.us>"), ("<a@b>", "<a@b>"),
            ("ready <a@b> and willing", "<a@b>"), ("gr\u{FC}\u{DF} <a@b>", "<a@b>"), ("ready<a@b>", "<a@b>"),
            ("<a@[127.0.0.1]>", "<a@[127.0.0.1]>"),
        ])
    func found(_ greeting: String, _ timestamp: String) {
        #expect(Session.timestamp(in: greeting) == timestamp)
    }

    @Test(
        "anything less strict is none",
        arguments: [
            "", "ready", "<timestamp>", "<@>", "<a@>", "<@b>", "<a@b", "a@b>", ">a@b<", "<a@b@c>", "<<a@b>", "<a@b>>",
            "<a@b> <c@d>", "<a @b>", "<a@b >",
            "<a\t@b>", "<a\u{E9}@b>", "<a@b\u{7F}>", "<a@b\u{301}>", "<a@b>\u{301}", "<a@b\u{0}>", "[QwBOAA==]",
        ])
    func none(_ greeting: String) {
        #expect(Session.timestamp(in: greeting) == nil)
    }
}

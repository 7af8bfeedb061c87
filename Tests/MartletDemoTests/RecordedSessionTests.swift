import MartletDemo
import Testing

@Suite("the file of a recorded session") struct RecordedSessionTests {
    private let head = "{\"martlet\":\"session\",\"version\":1,\"server\":\"x\",\"bodies\":\"full\"}\n"

    @Test("is read event by event, connection by connection")
    func events() throws {
        let session = try RecordedSession(
            head + """
                {"ms":0,"note":"connected to 127.0.0.1:1"}
                {"ms":1,"s":"+OK \\u00ff\\r\\n"}
                {"ms":2,"c":"USER ****"}
                {"ms":3,"note":"lost: closed"}
                {"ms":4,"note":"connected to 127.0.0.1:1"}
                {"ms":5,"s":"\\u0000\\"\\\\/"}

                """)
        #expect(
            session.connections == [
                [.server(Array("+OK ".utf8) + [0xff, 0x0d, 0x0a]), .command("USER ****"), .closed],
                [.server([0, 0x22, 0x5c, 0x2f])],
            ])
    }

    @Test(
        "is refused by line where it is wrong",
        arguments: [
            ("", 1), ("{}\n", 1), ("{\"martlet\":\"session\",\"version\":2}\n", 1), ("HEAD{\"ms\":1}\n", 2),
            ("HEAD{\"ms\":1,\"s\":\"a\n", 2),
            ("HEAD{\"ms\":1,\"c\":\"NOOP\"}\n{\"s\":\"\\u0100\"}\n", 3), ("HEADnonsense\n", 2), ("HEAD{\"s\":\"\\ud800\"}\n", 2),
        ])
    func wrong(_ text: String, _ line: Int) {
        let error = #expect(throws: DemoError.self) { try RecordedSession(text.replacing("HEAD", with: head)) }
        #expect(error?.description.hasPrefix("line \(line) ") == true, "\(error?.description ?? "")")
    }
}

import MIME
import MIMECore
import Testing

private func pieces(_ mail: String) -> [MailPiece] { Message(Array(mail.utf8)).pieces }

private let mail = """
    Content-Type: multipart/mixed; boundary=b

    --b

    Hello
    begin 644 inside.txt
    #86)C
    `
    end
    --b
    Content-Type: application/octet-stream; name="Report.PDF"

    x
    --b
    Content-Type: image/png
    Content-Disposition: attachment

    x
    --b
    Content-Type: message/rfc822

    Content-Type: text/html

    <p>
    --b--
    """

@Suite("The pieces of a message") struct PieceTests {
    @Test("are the leaves and the files inside them, by where they stand")
    func paths() {
        #expect(pieces(mail).map(\.path) == ["1", "1:1", "2", "3", "4.m"])
        #expect(pieces("Subject: x\n\nbody").map(\.path) == ["1"])
    }

    @Test("have a name that is safe, their own or one made of where they stand")
    func names() {
        #expect(pieces(mail).map(\.fileName) == ["part-1.txt", "inside.txt", "Report.PDF", "part-3.png", "part-4.m.html"])
    }

    @Test("are files where they have a name or are attached")
    func files() { #expect(pieces(mail).filter(\.isFile).map(\.path) == ["1:1", "2", "3"]) }

    @Test(
        "are chosen by place, type or name",
        arguments: [
            (["2"], ["2"]), (["4"], ["4.m"]), (["1:1", "3"], ["1:1", "3"]), (["type:pdf"], ["2"]), (["type:image"], ["3"]),
            (["type:image/png"], ["3"]), (["type:png"], ["3"]), (["type:text"], ["1", "4.m"]), (["name:report"], ["2"]),
            (["9"], []),
        ])
    func filter(_ words: [String], _ expected: [String]) {
        var filter = PieceFilter()
        for word in words {
            let isTaken = filter.take(word)
            #expect(isTaken)
        }
        #expect(pieces(mail).filter(filter.matches).map(\.path) == expected)
    }

    @Test("words of a selection choose no part", arguments: ["new", "from:anna", "1-5", "type:", "name:", "size>1M", "$", "x1"])
    func words(_ word: String) {
        var filter = PieceFilter()
        let isTaken = filter.take(word)
        #expect(!isTaken)
        #expect(filter.isEmpty)
    }
}

@Suite("A message that waits until it is whole") struct SpoolTests {
    private func message(_ octets: [UInt8], piece: Int, memoryMost: Int) throws -> SpooledMessage {
        let spool = MessageSpool(memoryMost: memoryMost)
        for at in stride(from: 0, to: octets.count, by: piece) {
            try octets[at..<min(at + piece, octets.count)].withUnsafeBytes { try spool.append($0) }
        }
        return try spool.message()
    }

    @Test("is the same from memory and from a file", arguments: [1, 7, 64, 4096])
    func same(_ piece: Int) throws {
        let octets = Array("Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n".utf8)
        for most in [0, 10, octets.count - 1, octets.count, 1 << 20] {
            let spooled = try message(octets, piece: piece, memoryMost: most)
            var decoded: [UInt8] = []
            spooled.decode(spooled.message.part(at: 0)) { decoded += $0 }
            #expect(decoded == Array("hello".utf8))
        }
    }

    @Test("can be read more than once though its memory was let go of")
    func again() throws {
        let body = (0..<400_000).map { _ in UInt8.random(in: 0...255) }
        let spooled = try message(Array("A: b\n\n".utf8) + body, piece: 65_536, memoryMost: 1000)
        for _ in 0..<2 {
            var decoded: [UInt8] = []
            spooled.decode(spooled.message.part(at: 0)) { decoded += $0 }
            #expect(decoded == body)
        }
    }
}

@Suite("A message to be read by people") struct ReadableMailTests {
    private let mail = ReadableMail(
        Message(
            Array(
                "From: =?utf-8?q?S=C3=B8ren?= <s@m>\nTo: a@b\nDate: Tue, 24 Nov 2026 09:40:00 +0100\nSubject: one\n\ttwo\nContent-Type: text/html\n\n<p>Hi</p>"
                    .utf8)))

    @Test("has its fields on top, each in one line")
    func head() {
        #expect(
            mail.head(pieces: ["1 text/html 9"], inBox: nil)
                == "From     Søren <s@m>\nTo       a@b\nDate     Tue, 24 Nov 2026 09:40:00 +0100\nSubject  one two\n\n")
        #expect(
            mail.head(pieces: ["1 text/plain 2 K", "2 image/png a.png 3 M"], inBox: 80)
                == """
                ┌ From     Søren <s@m>
                │ To       a@b
                │ Date     Tue, 24 Nov 2026 09:40:00 +0100
                │ Subject  one two
                │ Parts    1 text/plain 2 K
                │          2 image/png a.png 3 M
                └

                """)
    }

    @Test("a field that is longer than the terminal goes on below itself") func folds() {
        #expect(
            mail.head(pieces: ["1 text/plain 2 K", "2 image/png 架空架空架空架空.png 3 M"], inBox: 26)
                == """
                ┌ From     Søren <s@m>
                │ To       a@b
                │ Date     Tue, 24 Nov
                │          2026 09:40:00
                │          +0100
                │ Subject  one two
                │ Parts    1 text/plain 2
                │          K
                │          2 image/png
                │          架空架空架空架
                │          空.png 3 M
                └

                """)
    }

    @Test("has its words, or what a program of the user's makes of its HTML")
    func text() throws {
        #expect(try mail.text().contains("Hi"))
        #expect(try mail.text(htmlCommand: "tr a-z A-Z") == "<P>HI</P>")
        #expect(throws: HTMLCommand.Failure.self) { try mail.text(htmlCommand: "exit 3") }
    }

    @Test("says so where there is no text")
    func none() throws {
        let image = ReadableMail(Message(Array("Content-Type: image/png\n\nx".utf8)))
        #expect(try image.text() == "(no text in it)\n")
    }
}

import MIME
import Testing

private let mail = """
    From: =?utf-8?q?S=C3=B8ren?= Madsen <soren@example.dk>
    To: anna@example.org, "Blum, Anna" <blum@example.org>
    Cc: a@b
    Cc: c@d
    Date: Tue, 24 Nov 2026 09:12:00 +0100
    Subject: =?utf-8?q?M=C3=B8de?=
    Subject: not this one
    Content-Type: multipart/mixed; boundary=b

    --b
    Content-Type: text/plain; charset=iso-8859-1
    Content-Transfer-Encoding: quoted-printable

    P=E5 torsdag
    --b
    Content-Type: application/octet-stream; name="a.bin"
    Content-Disposition: attachment; filename*=utf-8''%C3%A5.bin
    Content-Transfer-Encoding: base64

    aGVsbG8=
    --b
    Content-Type: message/rfc822

    Subject: inside

    text
    --b--
    """

@Suite("A message") struct MessageTests {
    private let message = Message(Array(mail.utf8))

    @Test("its header says who, when and about what")
    func header() {
        #expect(message.header.subject == "Møde")
        #expect(message.header.addresses("from") == [Address(name: "Søren Madsen", address: "soren@example.dk")])
        #expect(message.header.addresses("TO").map(\.name) == ["", "Blum, Anna"])
        #expect(message.header.date?.seconds == 1_795_507_920)
        #expect(message.header.date?.zoneMinutes == 60)
        #expect(message.header.field("x-none") == nil)
        #expect(message.header.fields("subject").map(\.text) == ["Møde", "not this one"])
        #expect(message.header.fields.count == 8)
        let raw = message.header.field("from")?.withRawValue { String(decoding: $0, as: UTF8.self) }
        #expect(raw == " =?utf-8?q?S=C3=B8ren?= Madsen <soren@example.dk>")
    }

    @Test("mailboxes of every field of a name count")
    func severalFields() { #expect(message.header.addresses("cc").map(\.address) == ["a@b", "c@d"]) }

    @Test("its parts are where they stand")
    func tree() {
        #expect(message.parts.map(\.path) == ["", "1", "2", "3", "3.m"])
        #expect(
            message.parts.map(\.mediaType) == [
                "multipart/mixed", "text/plain", "application/octet-stream", "message/rfc822", "text/plain",
            ])
        #expect(message.parts.map { $0.parent?.path } == [nil, "", "", "", "3"])
        #expect(!message.isCut)
    }

    @Test("a part is decoded, and its text is text")
    func decoding() {
        #expect(message.part(at: 1).text == "På torsdag")
        #expect(message.mainTextPart?.path == "1")
        #expect(message.part(at: 2).decoded() == Array("hello".utf8))
        #expect(message.part(at: 2).decoded(most: 3) == Array("hel".utf8))
        #expect(message.part(at: 2).fileName == "å.bin")
        #expect(message.part(at: 2).isAttachment)
        #expect(message.part(at: 2).parameter("name") == "a.bin")
        #expect(message.part(at: 4).header.subject == "inside")
    }

    @Test("parts outlive the message they are of")
    func lifetime() {
        func part() -> Part { Message(Array(mail.utf8)).part(at: 2) }
        #expect(part().decoded() == Array("hello".utf8))
        #expect(part().header.field("content-disposition")?.token == "attachment")
    }

    @Test("borrowed octets are given back when the last part is gone")
    func release() {
        final class Count { var releases = 0 }
        let count = Count()
        let octets = UnsafeMutableRawBufferPointer.allocate(byteCount: mail.utf8.count, alignment: 1)
        octets.copyBytes(from: mail.utf8)
        var part: Part? = Message(
            borrowing: UnsafeRawBufferPointer(octets),
            release: {
                octets.deallocate()
                count.releases += 1
            }
        ).part(at: 2)
        #expect(part?.decoded() == Array("hello".utf8))
        #expect(count.releases == 0)
        part = nil
        #expect(count.releases == 1)
    }

    @Test("nothing is a message too")
    func nothing() {
        let empty = Message([])
        #expect(empty.count == 1)
        #expect(empty.header.subject == nil)
        #expect(empty.header.date == nil)
        #expect(empty.mainTextPart?.text == "")
    }

    @Test("decoding goes piece by piece and tells how far it is")
    func pieces() {
        let body = [UInt8](repeating: 0x61, count: 3_000_000)
        let large = Message(Array("Content-Type: application/x\n\n".utf8) + body)
        var pieces = 0
        var octets = 0
        var passed: [Int] = []
        large.part(at: 0).decode(passed: { passed.append($0) }) {
            pieces += 1
            octets += $0.count
        }
        #expect(octets == body.count)
        #expect(pieces > 4)
        #expect(passed.last == body.count)
        #expect(passed == passed.sorted())
    }
}

@Suite("Text of a part") struct PartTextTests {
    private func text(_ type: String, _ body: String) -> Part {
        Message(Array("Content-Type: \(type)\n\n\(body)".utf8)).part(at: 0)
    }

    @Test("HTML is its words, and its source when that is asked for")
    func html() {
        let part = text("text/html", "<p>Hello, <b>Anna</b> &amp; Bo</p>")
        #expect(part.text.trimmingNewlines == "Hello, Anna & Bo")
        #expect(part.sourceText == "<p>Hello, <b>Anna</b> &amp; Bo</p>")
    }

    @Test("flowed lines are joined, with DelSp without the blank (RFC 3676)")
    func flowed() {
        #expect(text("text/plain; format=flowed", "one \ntwo\n").text == "one two\n")
        #expect(text("text/plain; format=flowed; delsp=yes", "one \ntwo\n").text == "onetwo\n")
        #expect(text("text/plain", "one \ntwo\n").text == "one \ntwo\n")
    }

    @Test("UTF-16 as a charset is read")
    func utf16() {
        let message = Message(
            Array("Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n/v8A5QBi\n".utf8))
        #expect(message.part(at: 0).text == "åb")
    }
}

@Suite("Files inside a part") struct EmbeddedFileTests {
    @Test("a uuencoded file in a text is one")
    func uuencode() {
        let message = Message(Array("Subject: x\n\nHello,\nbegin 644 a.txt\n#86)C\n`\nend\nbye\nbegin 644 b\n!80\n`\nend\n".utf8))
        let files = message.part(at: 0).embeddedFiles
        #expect(files.map(\.name) == ["a.txt", "b"])
        #expect(files.first?.octets == Array("abc".utf8))
    }

    @Test("prose that begins with begin is none")
    func prose() {
        #expect(Message(Array("Subject: x\n\nbegin with the end\nin mind\n".utf8)).part(at: 0).embeddedFiles.isEmpty)
    }

    @Test("a winmail.dat that is none has none")
    func noTNEF() {
        let message = Message(Array("Content-Type: application/ms-tnef; name=winmail.dat\n\nnot a container".utf8))
        #expect(message.part(at: 0).isTNEF)
        #expect(message.part(at: 0).embeddedFiles.isEmpty)
    }
}

extension String {
    fileprivate var trimmingNewlines: String { String(drop(while: \.isNewline).reversed().drop(while: \.isNewline).reversed()) }
}

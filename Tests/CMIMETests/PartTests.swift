import CMIME
import Testing

/// The tree of a message, a line a part: depth in blanks, "type/subtype", the body of a leaf.
private func tree(_ message: String) -> [String] { tree(Array(message.utf8)) }

private func tree(_ message: [UInt8]) -> [String] {
    withSpan(message) { octets in
        guard let read = mime_message_read(octets, nil, nil) else { return ["out of memory"] }
        defer { mime_message_destroy(read) }
        return (0..<mime_message_count(read)).map { index in
            let part = mime_message_part(read, index).pointee
            let body = part.kind == MIME_PART_LEAF ? " " + string(part.body).debugDescription : ""
            return String(repeating: " ", count: Int(part.depth)) + string(part.type) + "/" + string(part.subtype) + body
        }
    }
}

private func mainText(_ message: String) -> String? {
    withSpan(message) { octets in
        let read = mime_message_read(octets, nil, nil)!
        defer { mime_message_destroy(read) }
        let index = mime_message_main_text(read)
        return index == MIME_PART_NONE ? nil : string(mime_message_part(read, Int(index)).pointee.body)
    }
}

@Suite("The tree of parts (RFC 2045 to 2049)") struct PartTests {
    @Test("a message without a type is text/plain (RFC 2045 section 5.2)")
    func plain() {
        #expect(tree("Subject: x\n\nbody\n") == ["text/plain \"body\\n\""])
        #expect(tree("Content-Type: nonsense\n\nbody") == ["text/plain \"body\""])
        #expect(tree("") == ["text/plain \"\""])
    }

    @Test("the line end before a boundary is the boundary's (RFC 2046 section 5.1.1)", arguments: ["\r\n", "\n"])
    func multipart(_ end: String) {
        let message = """
            Content-Type: multipart/mixed; boundary="b"

            preamble
            --b

            one

            --b \t
            Content-Type: TEXT/HTML

            two
            --b--
            epilogue
            """
        #expect(
            tree(message.replacing("\n", with: end)) == [
                "multipart/mixed", " text/plain " + "one\(end)".debugDescription, " TEXT/HTML \"two\"",
            ])
    }

    @Test("a line that only begins like a boundary is text")
    func prefix() {
        #expect(
            tree("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--bb\n--b x\n -–b\n--b--\n")
                == ["multipart/mixed", " text/plain " + "--bb\n--b x\n -–b".debugDescription])
    }

    @Test("the boundary of an outer multipart ends every one in it (RFC 2046 section 5.1.2)")
    func outerEndsInner() {
        #expect(
            tree(
                """
                Content-Type: multipart/mixed; boundary=o

                --o
                Content-Type: multipart/alternative; boundary=i

                --i

                in
                --o

                out
                --o--
                """)
                == ["multipart/mixed", " multipart/alternative", "  text/plain \"in\"", " text/plain \"out\""])
    }

    @Test(
        "a boundary is read however it was written",
        arguments: ["boundary=\"a b\"", "boundary=a b", "boundary=\"a\n b\"", "boundary*=us-ascii''a%20b", "Boundary = \"a b \""]
    )
    func boundaries(_ parameter: String) {
        #expect(
            tree("Content-Type: multipart/mixed; \(parameter)\n\n--a b\n\none\n--a b--\n") == [
                "multipart/mixed", " text/plain \"one\"",
            ])
    }

    @Test("a multipart without a boundary, or whose boundary never comes, has no parts")
    func noBoundary() {
        #expect(tree("Content-Type: multipart/mixed\n\n--b\n\none\n") == ["multipart/mixed"])
        #expect(tree("Content-Type: multipart/mixed; boundary=b\n\nnone") == ["multipart/mixed"])
    }

    @Test("a last part whose end never comes reaches to the end")
    func cutOff() {
        #expect(
            tree("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n") == ["multipart/mixed", " text/plain \"one\\n\""])
    }

    @Test("a boundary right behind a header is the end of its part, blank line or not")
    func headerAlone() {
        #expect(
            tree("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n--b\n\ntwo\n--b--")
                == ["multipart/mixed", " text/html \"\"", " text/plain \"two\""])
    }

    @Test("two boundaries with nothing between them are one")
    func doubled() {
        #expect(
            tree("Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\none\n--b--") == [
                "multipart/mixed", " text/plain \"one\"",
            ])
    }

    @Test("a message in a message nests, a delivery status does not (RFC 2046 section 5.2, RFC 3464)")
    func messages() {
        #expect(
            tree("Content-Type: message/rfc822\n\nContent-Type: text/html\n\nbody") == ["message/rfc822", " text/html \"body\""])
        #expect(
            tree("Content-Type: message/delivery-status\n\nAction: failed\n") == ["message/delivery-status \"Action: failed\\n\""]
        )
        #expect(
            tree("Content-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\n\nFrom x\nA: b\n\nbody")
                == ["message/rfc822", " text/plain \"body\""])
    }

    @Test("a message part with nothing in it has no message")
    func emptyMessage() {
        #expect(tree("Content-Type: message/rfc822\n\n") == ["message/rfc822"])
        #expect(
            tree("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n--b--")
                == ["multipart/mixed", " message/rfc822"])
    }

    @Test("a message in base64 is read too, though RFC 2045 section 6.4 forbids it")
    func encodedMessage() {
        let inner = "Q29udGVudC1UeXBlOiB0ZXh0L2h0bWwKCmJvZHk="  // "Content-Type: text/html", blank line, "body"
        #expect(
            tree("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n\(inner)\n")
                == ["message/rfc822", " text/html \"body\""])
        #expect(
            tree(
                """
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: message/rfc822
                Content-Transfer-Encoding: base64

                \(inner)
                --b

                after
                --b--
                """)
                == ["multipart/mixed", " message/rfc822", "  text/html \"body\"", " text/plain \"after\""])
    }

    @Test("what has no type in a digest is a message (RFC 2046 section 5.1.5)")
    func digest() {
        #expect(
            tree(
                "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\nbody\n--b\nContent-Type: text/plain\n\ntext\n--b--"
            )
                == ["multipart/digest", " message/rfc822", "  text/plain \"body\"", " text/plain \"text\""])
    }

    @Test("parts are linked to their parent and to the next beside them")
    func links() {
        withSpan("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--") { octets in
            let read = mime_message_read(octets, nil, nil)!
            defer { mime_message_destroy(read) }
            let parts = (0..<3).map { mime_message_part(read, $0).pointee }
            #expect(parts.map(\.parent) == [MIME_PART_NONE, 0, 0])
            #expect(parts.map(\.next) == [MIME_PART_NONE, 2, MIME_PART_NONE])
            #expect(parts.map(\.ordinal) == [1, 1, 2])
            #expect(!mime_message_is_cut(read))
        }
    }

    @Test("parts in parts end at a limit, and the rest is text of the last")
    func depth() {
        var message = ""
        for level in 0..<200 { message += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        withSpan(message) { octets in
            let read = mime_message_read(octets, nil, nil)!
            defer { mime_message_destroy(read) }
            #expect(mime_message_count(read) == Int(MIME_DEPTH_MOST))
            #expect(mime_message_is_cut(read))
        }
        withSpan(String(repeating: "Content-Type: message/rfc822\n\n", count: 200)) { octets in
            let read = mime_message_read(octets, nil, nil)!
            defer { mime_message_destroy(read) }
            #expect(mime_message_count(read) == Int(MIME_DEPTH_MOST))
            #expect(mime_message_is_cut(read))
        }
    }

    @Test("boundaries behind thousands of parts take no longer than their octets")
    func boundariesBehindParts() {
        let inner = "--a\nContent-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\n\n", count: 9000)
        let message = "Content-Type: multipart/mixed; boundary=a\n\n" + inner + String(repeating: "--a\n", count: 100_000)
        let octets = Array(message.utf8)
        let time = ContinuousClock().measure { withSpan(octets) { mime_message_destroy(mime_message_read($0, nil, nil)) } }
        #expect(time < .seconds(20))
    }

    @Test("parts end at a limit")
    func parts() {
        withSpan("Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\nx\n", count: 50_000)) { octets in
            let read = mime_message_read(octets, nil, nil)!
            defer { mime_message_destroy(read) }
            #expect(mime_message_count(read) == Int(MIME_PARTS_MOST))
            #expect(mime_message_is_cut(read))
        }
    }

    @Test(
        "twenty megabytes of boundaries, lines, fields or encoded messages are read in time that goes with their octets",
        arguments: [
            "--b\n", "\n", "A: b\n", "--", "--b\nContent-Type: multipart/mixed; boundary=b\n\n",
            "Content-Type: message/rfc822\n\n", "stray\n",
        ])
    func bomb(_ piece: String) {
        let message = Array(
            ("Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: piece, count: (20 << 20) / piece.utf8.count))
                .utf8)
        let time = ContinuousClock().measure {
            withSpan(message) { octets in mime_message_destroy(mime_message_read(octets, nil, nil)) }
        }
        #expect(time < .seconds(20))
    }

    @Test("every cut of a message is read without a fault, and no span leaves it")
    func everyCut() {
        let message = Array(
            """
            From x
            Content-Type: multipart/mixed; boundary="o"

            pre
            --o
            Content-Type: multipart/digest; boundary*=''i

            --i

            Subject: a

            b
            --i--
            --o
            Content-Type: message/rfc822
            Content-Transfer-Encoding: base64

            QTogYgoKYm9keQ==
            --o--
            """.utf8)
        for end in 0...message.count {
            withSpan(Array(message[..<end])) { octets in
                let read = mime_message_read(octets, nil, nil)!
                defer { mime_message_destroy(read) }
                for index in 0..<mime_message_count(read) {
                    let part = mime_message_part(read, index).pointee
                    #expect(part.header.len + part.body.len <= max(octets.len, 64))
                }
            }
        }
    }

    @Test("the octets gone through are told")
    func passed() {
        final class Told { var octets: [Int] = [] }
        let told = Told()
        let message =
            Array("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n".utf8) + [UInt8](repeating: 0x0a, count: 20 << 20)
        withSpan(message) { octets in
            let read = mime_message_read(
                octets, { Unmanaged<Told>.fromOpaque($0!).takeUnretainedValue().octets.append($1) },
                Unmanaged.passUnretained(told).toOpaque())
            mime_message_destroy(read)
        }
        #expect(told.octets.count >= 4)
        #expect(told.octets == told.octets.sorted())
    }
}

@Suite("The main text") struct MainTextTests {
    private func mixed(_ parts: String..., type: String = "mixed") -> String {
        "Content-Type: multipart/\(type); boundary=b\n\n" + parts.map { "--b\n" + $0 + "\n" }.joined() + "--b--\n"
    }

    @Test("the first text/plain is it, else the first text/html, else any text")
    func ranks() {
        let html = "Content-Type: text/html\n\nhtml", plain = "\nplain", other = "Content-Type: text/x\n\nother"
        #expect(mainText(mixed(html, plain, type: "alternative")) == "plain")
        #expect(mainText(mixed(other, html)) == "html")
        #expect(mainText(mixed(other)) == "other")
        #expect(mainText("Subject: x\n\nbody") == "body")
    }

    @Test("attachments and messages inside are not it")
    func others() {
        let attached = "Content-Disposition: attachment; filename=a.txt\n\nattached"
        let message = "Content-Type: message/rfc822\n\nSubject: x\n\ninside"
        #expect(mainText(mixed(attached, message, "Content-Type: text/html\n\nhtml")) == "html")
        #expect(mainText(mixed(attached, message)) == nil)
    }

    @Test("a message that is a message has that one's text")
    func forwarded() { #expect(mainText("Content-Type: message/rfc822\n\nSubject: x\n\ninside") == nil) }
}

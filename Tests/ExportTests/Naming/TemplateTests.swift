import Testing

@testable import ExportCore

@Suite("--name") struct TemplateTests {
    static let message =
        "Date: Thu, 1 Jan 2015 23:05:09 +0100\r\nFrom: =?utf-8?q?Anna_Gr=C3=BCn?= <anna@example.org>\r\nSubject: Re: A/B \"test\"?\r\n\r\n"

    static func name(
        _ template: String, _ block: String = message, number: UInt32 = 7, id: String? = "0A/1", sha256: UInt8? = 0xab,
        octets: Int64 = 4711, account: String = "anna@pop.example.org"
    ) throws -> String {
        let namer = MessageNamer(template: try FileNameTemplate(template), account: account)
        return Self.name(namer, header(block), number: number, id: id.map { Array($0.utf8) }, sha256: sha256, octets: octets)
    }

    static func name(
        _ namer: MessageNamer, _ fields: HeaderFields, number: UInt32, id: [UInt8]?, sha256: UInt8?, octets: Int64
    ) -> String {
        let out = OctetBuffer()
        [UInt8](repeating: sha256 ?? 0, count: 32).withUnsafeBytes { hash in
            (id ?? []).withUnsafeBytes { raw in
                let message = WholeMessage(
                    number: number, uniqueID: id == nil ? nil : raw, sha256: sha256 == nil ? nil : hash.baseAddress)
                namer.append(message, octets: octets, header: fields, to: out)
            }
        }
        return String(decoding: out.octets, as: UTF8.self)
    }

    @Test(
        "every field",
        arguments: [
            ("{n}", "7.eml"), ("{n:06}", "000007.eml"), ("{n:6}x", "000007x.eml"), ("{uid}", "0A%2F1~01acc531.eml"),
            ("{date}", "2015-01-01.eml"), ("{time}", "230509.eml"), ("{from}", "anna@example.org.eml"),
            ("{name}", "Anna Grün.eml"),
            ("{subject}", "Re_ A_B _test__.eml"), ("{octets}", "4711.eml"), ("{octets:5}", "04711.eml"),
            ("{sha256}", "abababababab.eml"), ("{sha256:4}", "abab.eml"), ("{account}", "anna@pop.example.org.eml"),
            ("{subject:6}.eml", "Re_ A_.eml"),
            ("{n}-{date}-{from}-{subject}", "7-2015-01-01-anna@example.org-Re_ A_B _test__.eml"),
            ("{{{n}}}", "{7}.eml"), ("mail {n} {uid}.EML", "mail 7 0A%2F1~01acc531.eml"), ("{n}.txt", "7.txt.eml"),
            ("a:b{n}\u{202e}", "a_b7.eml"),
        ])
    func fields(_ template: String, _ expected: String) throws {
        #expect(try Self.name(template) == expected)
    }

    @Test(
        "what a message lacks is said",
        arguments: [
            ("{date}", "undated.eml"), ("{time}", "untimed.eml"), ("{from}", "unknown.eml"), ("{name}", "unknown.eml"),
            ("{subject}", "no subject.eml"), ("{uid}", "message-7.eml"), ("{sha256}", "unhashed.eml"),
        ])
    func missing(_ template: String, _ expected: String) throws {
        #expect(try Self.name(template, "Subject: \r\n\r\n", id: nil, sha256: nil) == expected)
        #expect(try Self.name("{name}", "From: <a@x>\r\n") == "a@x.eml")
        #expect(try Self.name("{uid}", id: nil) == "sha256-\(String(repeating: "ab", count: 16)).eml")
    }

    @Test(
        "subjects of every charset are read",
        arguments: [
            ("=?koi8-r?B?8NLJ18XULCDNydI=?=", "Привет, мир.eml"), ("=?iso-2022-jp?B?GyRCRnxLXDhsJE43b0w+GyhC?=", "日本語の件名.eml"),
        ])
    func charsets(_ subject: String, _ expected: String) throws {
        #expect(try Self.name("{subject}", "Subject: \(subject)\r\n\r\n") == expected)
    }

    @Test(
        "a template that cannot be is refused, and the message says what can",
        arguments: [
            ("{subjekt}", "there is no field {subjekt}", "{subject}"), ("{Date}", "there is no field {Date}", "{date}"),
            ("{size}", "there is no field {size}", "{octets}"),
            (
                "{flavour}", "there is no field {flavour}",
                "{n} {uid} {date} {time} {from} {name} {subject} {octets} {sha256} {account}"
            ),
            ("{n", "a { is not closed in \"{n\"", "{{ where the brace itself is meant"),
            ("n}", "a } has no { in \"n}\"", "}} where the brace itself is meant"),
            ("{n:0}", "the width in {n:0} is no number from 1 to 20", "{n:6}"),
            ("{n:21}", "the width in {n:21} is no number from 1 to 20", "{n:6}"),
            ("{n:-1}", "the width in {n:-1} is no number from 1 to 20", "{n:6}"),
            ("{n:99999999999999999999}", "the width in {n:99999999999999999999} is no number from 1 to 20", "{n:6}"),
            ("{date:4}", "{date} takes no width", "{date}"), ("{n:}", "the width in {n:} is no number from 1 to 20", "{n:6}"),
            ("{from}/{n}", "a name cannot hold a folder: \"{from}/{n}\"", "\"{from}-{n}\""),
            ("mail", "\"mail\" has no field: every message would have that name", "{n}-{date}-{subject}"),
            ("", "\"\" has no field: every message would have that name", "{n}-{date}-{subject}"),
        ])
    func refused(_ template: String, _ text: String, _ hint: String) {
        #expect(throws: TemplateError(text, hint: hint)) { try FileNameTemplate(template) }
    }

    @Test("too much fixed text is refused")
    func longLiteral() {
        #expect(throws: TemplateError.self) { try FileNameTemplate("{n}" + String(repeating: "x", count: 101)) }
        #expect(throws: Never.self) { try FileNameTemplate("{n}" + String(repeating: "x", count: 100)) }
    }

    @Test("a long value is cut at a character, and for none of the short ones")
    func long() throws {
        let long = String(repeating: "ü", count: 500)
        let name = try Self.name("{subject}-{from}-{n}", "Subject: \(long)\r\nFrom: a@x\r\n\r\n")
        #expect(name.hasSuffix("ü-a@x-7.eml") && (187...190).contains(name.utf8.count))
        let both = try Self.name("{subject}-{name}-{n}", "Subject: \(long)\r\nFrom: \(long) <a@x>\r\n\r\n")
        #expect(
            both.hasSuffix("ü-7.eml")
                && both.split(separator: "-").map(\.utf8.count)[1] == both.split(separator: "-").map(\.utf8.count)[0])
        // One character of many code points is not cut in two.
        let stack = "a" + String(repeating: "\u{301}", count: 500)
        #expect(try Self.name("{n}-{subject}", "Subject: \(stack)\r\n\r\n") == "7-.eml")
    }

    @Test(
        "values that reach for other places or devices",
        arguments: [
            ("../../etc/passwd", "_._.._etc_passwd.eml"), ("..", "message.eml"), (".hidden", "_hidden.eml"), ("-rf", "_rf.eml"),
            ("CON", "_CON.eml"), ("nul.txt", "_nul.txt.eml"), ("com¹", "_com¹.eml"), ("Lpt9.x", "_Lpt9.x.eml"),
            ("con .x", "_con .x.eml"),
            ("a. . .", "a.eml"), ("C:\\x|y*z?<>", "C__x_y_z___.eml"), ("a\u{202e}gpj.exe", "agpj.exe.eml"),
            ("a\u{0}b\u{7f}\u{85}c\u{9b}31m\u{1b}[2J", "ab c31m[2J.eml"), ("\u{200b}\u{feff}\u{2066}", "no subject.eml"),
            ("a\u{2028}\u{a0}\u{3000}b", "a b.eml"), ("a\u{ff0f}b\u{2215}c\u{e000}", "a_b_c_.eml"),
            ("\u{1f600} \u{fffd}", "\u{1f600} \u{fffd}.eml"), ("\t  ", "no subject.eml"), ("$COM1", "$COM1.eml"), ("~", "~.eml"),
        ])
    func hostile(_ subject: String, _ expected: String) throws {
        #expect(try Self.name("{subject}", "Subject: \(subject)\r\n\r\n") == expected)
    }

    @Test("whatever the octets, a name is one of a file on every system")
    func noise() throws {
        var dice = Dice(5)
        let templates = try ["{subject}", "{n}-{date}-{from}-{subject}", "{name}.{uid}", "{account}{subject:9}", "{from}{time}"]
            .map {
                MessageNamer(template: try FileNameTemplate($0), account: "../\u{202e}con")
            }
        let signs: [[UInt8]] =
            [
                "con", ".", "..", "/", "\\", " ", "-", "\u{202e}", "\u{301}", "\u{1f468}\u{200d}\u{1f469}", "é", "COM1",
                "=?utf-8?b?L2V0Yw==?=", "nul.", "*",
            ]
            .map { Array($0.utf8) } + [[0xff], [0], [0x7f], [0xc3], [0x80], [UInt8](repeating: 0x78, count: 300)]
        for _ in 0..<1500 {
            func text() -> [UInt8] {
                (0..<Int.random(in: 0...8, using: &dice)).flatMap { _ in signs.randomElement(using: &dice)! }
            }
            let block = Array("Subject: ".utf8) + text() + Array("\r\nFrom: ".utf8) + text() + Array("\r\n\r\n".utf8)
            let name = Self.name(
                templates.randomElement(using: &dice)!, header(block), number: 1, id: text(), sha256: 1, octets: 1)
            #expect(Self.flaw(name) == nil, "\(name.debugDescription): \(Self.flaw(name) ?? "")")
        }
    }

    /// What is wrong with a name, by rules written down apart from the code.
    static func flaw(_ name: String) -> String? {
        if name.utf8.count > 200 { return "too long" }
        if !name.hasSuffix(".eml") { return "no extension" }
        let stem = name.dropLast(4)
        if let first = stem.first, ".- ".contains(first) { return "first" }
        if stem.isEmpty || stem.last == "." || stem.last == " " { return "last" }
        for scalar in name.unicodeScalars {
            if scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value) { return "control" }
            if "<>:\"/\\|?*".unicodeScalars.contains(scalar) { return "forbidden" }
            if [.format, .control, .surrogate, .unassigned].contains(scalar.properties.generalCategory) { return "format" }
        }
        let device = name.prefix { $0 != "." }.lowercased().trimmingSuffix { $0 == " " }
        let isPort = ["com", "lpt"].contains(String(device.prefix(3))) && device.count == 4 && device.last!.isNumber
        return ["con", "prn", "aux", "nul"].contains(device) || isPort ? "device" : nil
    }
}

extension String {
    fileprivate func trimmingSuffix(_ drops: (Character) -> Bool) -> String {
        var text = self
        while let last = text.last, drops(last) { text.removeLast() }
        return text
    }
}

@Suite("Names given so far") struct TakenNamesTests {
    func take(_ names: [String]) -> [String] {
        var taken = TakenNames()
        return names.map { name in
            let out = OctetBuffer()
            Array(name.utf8).withUnsafeBytes { taken.take($0, to: out) }
            return String(decoding: out.octets, as: UTF8.self)
        }
    }

    @Test("a name that is one on some disk is given once")
    func folded() {
        #expect(
            take(["a.eml", "A.eml", "a.eml", "a-2.eml", "b.eml", "a-4.eml", "A.EML"])
                == ["a.eml", "A-2.eml", "a-3.eml", "a-2-2.eml", "b.eml", "a-4.eml", "A-5.eml"])
        #expect(take(["é.eml", "É.eml", "e\u{301}.eml"]) == ["é.eml", "É-2.eml", "e\u{301}-3.eml"])
        #expect(take(["straße.eml", "STRASSE.eml"]) == ["straße.eml", "STRASSE-2.eml"])
        #expect(take(["k.eml", "\u{212a}.eml"]) == ["k.eml", "\u{212a}-2.eml"])
        #expect(take(["\u{3c3}.eml", "\u{3c2}.eml", "\u{3a3}.eml"]).count == 3)
    }

    @Test("many names, many times one name, and names that look like numbered ones: all differ")
    func many() {
        var dice = Dice(2)
        let names = (0..<6000).map { _ in
            switch Int.random(in: 0..<3, using: &dice) {
            case 0: "same.eml"
            case 1: "same-\(Int.random(in: 1...3000, using: &dice)).eml"
            default: "\(Int.random(in: 0...3000, using: &dice)).eml"
            }
        }
        let given = take(names)
        #expect(Set(given).count == names.count)
    }

    @Test("insert tells whether the name was there")
    func insert() {
        var taken = TakenNames()
        let first = (0..<3000).map { n in Array("name \(n)".utf8).withUnsafeBytes { taken.insert($0) } }
        let second = (0..<3000).map { n in Array("NAME \(n)".utf8).withUnsafeBytes { taken.insert($0) } }
        #expect(first.allSatisfy(\.self) && second.allSatisfy { !$0 })
    }
}

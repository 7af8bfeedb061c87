import MartletDemo
@testable import MartletKit
import POP3
import Testing

@Suite("doctor") struct DoctorTests {
    /// What it finds out at a server, by key; of what is asked at the usual ports of this machine nothing.
    private func findings(_ server: DemoServer) throws -> [String: DoctorFinding] {
        let mailbox = try server.mailbox()
        let endpoint = try #require(mailbox.settings.endpoint)
        let report = Doctor(mailbox.settings, endpoint, mailbox.canceller).examine()
        var found: [String: DoctorFinding] = [:]
        for finding in report.sections.flatMap(\.findings) { found[finding.key] = finding }
        return found
    }

    private func levels(_ found: [String: DoctorFinding], _ keys: String...) -> [DoctorFinding.Level?] {
        keys.map { found[$0]?.level }
    }

    @Test("a server that does everything right has no problem and no quirk but the missing encryption")
    func healthy() throws {
        let found = try findings(try running(plain(3)))
        #expect(
            levels(found, "dns", "sign-in", "capa", "round-trip", "list", "uidl", "top", "retr")
                == Array(repeating: .ok, count: 8))
        #expect(found["stat"] == nil && found["size"] == nil && found["pipelining"] == nil)
    }

    @Test("a server without CAPA, UIDL and TOP is told what each costs")
    func poor() throws {
        let found = try findings(try running(plain(3)) { $0.unknownVerbs = ["CAPA", "UIDL", "TOP"] })
        #expect(levels(found, "uidl", "top", "retr") == [.problem, .quirk, .ok])
        #expect(found["top"]?.text == "TOP works for 0 of 3 messages")
        #expect(found["uidl"]?.advice?.contains("--adopt") == true)
    }

    @Test("hanging up at CAPA and lines of LIST that say nothing are quirks, and the mailbox is looked at all the same")
    func odd() throws {
        let reply = "+OK\r\nx\r\n1 40\r\n.\r\n"
        let server = try running(
            plain(1), [Fault(.close(after: 0), at: .verb("CAPA")), Fault(.replace(text: reply), at: .verb("LIST"))])
        let found = try findings(server)
        #expect(levels(found, "sign-in", "list", "list-lines", "port-\(server.port ?? 0)-capa") == [.ok, .ok, .quirk, .quirk])
        #expect(found["list-lines"]?.text == "1 line of LIST could not be read")
    }

    @Test("a server that hangs up at QUIT is told, though that fails nothing")
    func quit() throws {
        let found = try findings(try running(plain(1), [Fault(.close(after: 0), at: .verb("QUIT"))]))
        #expect(found["quit"]?.level == .quirk)
    }

    @Test("sizes and counts that do not agree are quirks")
    func lies() throws {
        let found = try findings(
            try running(plain(3)) {
                $0.statSizeDelta = 7
                $0.listSizeDelta = 3
            })
        #expect(levels(found, "stat", "size") == [.quirk, .quirk])
        #expect(found["size"]?.text.hasPrefix("message 1 has ") == true)
    }

    @Test("repeated and missing unique-ids are counted")
    func uniqueIDs() throws {
        let found = try findings(try running(plain(4)) { $0.listedUniqueIDs = [1: Array("same".utf8), 2: Array("same".utf8)] })
        #expect(found["uidl"]?.text == "2 messages share unique-ids, 0 have none")
    }

    @Test("capabilities with a meaning for people are put into words")
    func announcements() throws {
        let found = try findings(
            try running(plain(1)) {
                $0.announcedFalsely = ["LOGIN-DELAY 300"]
                $0.unannounced = ["PIPELINING", "EXPIRE"]
            })
        #expect(found["login-delay"]?.text == "it wants 300 s between two sign-ins")
        #expect(found["pipelining"]?.level == .quirk)
    }

    @Test("a sign-in that is refused is a problem, with what the server said")
    func refused() throws {
        let server = try running(plain(1))
        let mailbox = try server.mailbox()
        mailbox.settings.password = .given(Array("nonsense".utf8))
        let report = Doctor(mailbox.settings, try #require(mailbox.settings.endpoint), mailbox.canceller).examine()
        #expect(report.problems >= 1)
        #expect(report.page(columns: 80).contains("!!  "))
    }

    @Test("a server that takes tokens and no password is told to who has a password", arguments: [false, true])
    func tokens(_ hasToken: Bool) throws {
        var options = DemoOptions()
        options.offersUser = false
        options.offersSASLPlain = false
        let server = try DemoServer(
            accounts: [DemoAccount(user: "anna", token: "good", messages: plain(1))], options: options)
        try server.start()
        defer { server.stop() }
        let mailbox = try server.mailbox()
        if hasToken { mailbox.settings.token = .given(Array("good".utf8)) }
        let report = Doctor(mailbox.settings, try #require(mailbox.settings.endpoint), mailbox.canceller).examine()
        let found = report.sections.flatMap(\.findings)
        let note = found.first { $0.key.hasSuffix("-token") }
        #expect((note == nil) == hasToken)
        #expect(hasToken || note?.text == "it takes access tokens (OAUTHBEARER, XOAUTH2) and no password")
        #expect(found.contains { $0.key == "sign-in" && $0.level == .ok } == hasToken)
    }

    @Test("a host that is not there ends it")
    func noHost() throws {
        let endpoint = Endpoint(host: "no-such-host.invalid", security: .tls)
        let report = Doctor(Settings(endpoint: endpoint), endpoint, try Canceller()).examine()
        #expect(report.sections.flatMap(\.findings).map(\.key) == ["dns"])
        #expect(report.problems == 1)
    }
}

@Suite("what the doctor says") struct DoctorReportTests {
    private let report = DoctorReport(
        server: "pop.example.net:995",
        sections: [
            DoctorSection(title: "Name", findings: [DoctorFinding("dns", .ok, "pop.example.net is 192.0.2.7 (3.1 ms)")]),
            DoctorSection(title: "Ports and encryption"),
            DoctorSection(
                title: "Mailbox",
                findings: [
                    DoctorFinding("list", .ok, "128 messages, 41 MB"),
                    DoctorFinding(
                        "stat", .quirk, "STAT says \u{1B}[31m more than LIST, as servers that count deleted mail do",
                        advice: "nothing"),
                    DoctorFinding("uidl", .problem, "it has no UIDL", advice: "export all DIR --adopt"),
                ]),
        ])

    @Test("is a page that fits, escaped, with what to do at its end")
    func page() {
        #expect(
            report.page(columns: 60) == """
                martlet doctor  pop.example.net:995

                Name
                  ok  pop.example.net is 192.0.2.7 (3.1 ms)

                Mailbox
                  ok  128 messages, 41 MB
                  ~~  STAT says \\x1B[31m more than LIST, as servers that
                      count deleted mail do
                  !!  it has no UIDL

                What to do
                  STAT says \\x1B[31m more than LIST, as servers that count
                  deleted mail do:
                      nothing
                  it has no UIDL:
                      export all DIR --adopt

                1 problem, 1 quirk

                """)
    }

    @Test("is an object for programs")
    func json() {
        var json = JSONText()
        json.object { report.json(into: &$0) }
        #expect(
            json.text.hasPrefix(
                "{\"server\":\"pop.example.net:995\",\"problems\":1,\"quirks\":1,\"findings\":[{\"section\":\"name\",\"key\":\"dns\",\"level\":\"ok\","
            ))
        #expect(json.text.contains("\"advice\":null"))
    }

    @Test("a verdict without problems says so")
    func verdict() {
        #expect(DoctorReport(server: "x").page(columns: 80).hasSuffix("\nall is well\n"))
    }
}

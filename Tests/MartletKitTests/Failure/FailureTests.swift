@testable import MartletKit
import POP3
import Testing

@Suite("what a user reads when something fails (UX section 6)") struct FailureTests {
    private static let tls = Endpoint(host: "pop.example.net", security: .tls)
    private static let stls = Endpoint(host: "pop.example.net", security: .stls)

    private static func pinned(_ kind: POP3Error.Kind, _ text: String? = nil) -> POP3Error {
        var error = POP3Error(kind, serverText: text)
        error.fingerprint = [0x3F, 0x9A, 0x00, 0x0B]
        return error
    }

    private static func late(_ waited: Duration) -> POP3Error {
        var error = POP3Error(.timeout)
        error.waited = waited
        return error
    }

    private static func unanswered(_ kind: POP3Error.Kind, _ verb: String) -> POP3Error {
        var error = POP3Error(kind, verb: verb)
        error.credentialWasSent = true
        return error
    }

    private static let table: [(POP3Error, Endpoint, ExitCode, String, String)] = [
        (
            .init(.unresolvable), tls, .noHost, "no-host",
            "error: no such host \"pop.example.net\"\n  try: check the spelling in --server"
        ),
        (
            .init(.nameService, detail: "the name service does not answer"), tls, .tryLater, "no-name-service",
            "error: cannot look up \"pop.example.net\": the name service does not answer\n  try: check the network, then again"
        ),
        (
            .init(.connectionRefused), tls, .tryLater, "connection-refused",
            "error: nothing listens on pop.example.net:995\n  try: --server pop://pop.example.net  (port 110 with STLS)"
        ),
        (
            .init(.connectionRefused), stls, .tryLater, "connection-refused",
            "error: nothing listens on pop.example.net:110\n  try: --server pops://pop.example.net  (port 995)"
        ),
        (
            .init(.unreachable, detail: "no route"), tls, .tryLater, "unreachable",
            "error: cannot reach pop.example.net:995 (no route)\n  try: check the network, then again"
        ),
        (
            late(.seconds(30)), tls, .tryLater, "timeout",
            "error: no answer from pop.example.net:995 after 30 s\n  try: again later, or --timeout with more seconds"
        ),
        (
            .init(.notTLS), tls, .protocol, "not-tls",
            "error: pop.example.net:995 does not speak TLS\n  try: --server pop://pop.example.net  (port 110 with STLS)"
        ),
        (
            .init(.tls, detail: "wrong version"), tls, .protocol, "tls",
            "error: the TLS handshake with pop.example.net:995 failed (wrong version)\n  try: --log FILE and see its last lines"
        ),
        (
            .init(.tls, verb: "RETR", number: 2, detail: "alert"), tls, .protocol, "tls",
            "error: pop.example.net broke TLS off while message 2 was coming (alert)\n  try: the same again, with --log FILE"
        ),
        (
            pinned(.untrusted(.name), "mail.host.example"), tls, .noPermission, "certificate-name",
            "error: the certificate is for mail.host.example, not pop.example.net\n  try: use that name in --server, if it is your provider's"
        ),
        (
            pinned(.untrusted(.chain), "CN=x"), tls, .noPermission, "certificate-untrusted",
            "error: the certificate is signed by nobody this system trusts (SHA-256 3F:9A:00:0B)\n  server: CN=x\n"
                + "  try: trust pin pops://pop.example.net  (after checking the fingerprint with your provider)"
        ),
        (
            pinned(.untrusted(.expired)), tls, .noPermission, "certificate-expired",
            "error: the certificate of pop.example.net is not valid now\n  try: check this machine's clock; else the server's owner has to renew it"
        ),
        (
            pinned(.untrusted(.pin)), tls, .noPermission, "certificate-pin",
            "error: the certificate of pop.example.net is not the pinned one (SHA-256 3F:9A:00:0B)\n"
                + "  try: ask your provider whether it was renewed, then change --pin"
        ),
        (
            .init(.unsupported, verb: "STLS"), stls, .unavailable, "no-encryption",
            "error: the server offers no encryption; nothing was sent\n  try: --server pops://pop.example.net  (TLS from the start, port 995)"
        ),
        (
            .init(.unsupported, verb: "APOP", serverText: "ready"), tls, .unavailable, "unsupported",
            "error: pop.example.net:995 does not offer what APOP needs\n  server: ready\n  try: capa  (shows what it offers)"
        ),
        (
            .init(.insecure, verb: "PASS"), stls, .unavailable, "insecure",
            "error: PASS would go out unencrypted; nothing was sent\n"
                + "  try: stls first, or --insecure-cleartext if nobody can listen on this network"
        ),
        (
            .init(.injected), stls, .protocol, "injected",
            "error: pop.example.net:110 sent data ahead of the TLS handshake, as an attacker in between would; nothing was sent\n"
                + "  try: another network, or --server pops://pop.example.net"
        ),
        (
            .init(.refused(.auth), verb: "PASS", serverText: "[AUTH] no"), tls, .noPermission, "sign-in-refused",
            "error: sign-in refused for anna\n  server: [AUTH] no\n  try: check user and password; many providers want an app password"
        ),
        (
            .init(.refused(nil), verb: "AUTH"), tls, .noPermission, "sign-in-refused",
            "error: sign-in refused for anna\n  try: check user and password; many providers want an app password"
        ),
        (
            .init(.refused(.inUse), verb: "PASS"), tls, .tryLater, "in-use",
            "error: another program has this mailbox open\n  try: close it, or again in a few minutes"
        ),
        (
            .init(.refused(.loginDelay), verb: "PASS"), tls, .tryLater, "login-delay",
            "error: the server wants more time between sign-ins\n  try: again in a few minutes"
        ),
        (
            .init(.refused(.systemTemporary)), tls, .tryLater, "server-trouble",
            "error: the server has a passing trouble\n  try: again later"
        ),
        (
            .init(.refused(.systemPermanent)), tls, .unavailable, "server-broken",
            "error: the server has a trouble that will not pass by itself\n  try: tell the server's owner what it said"
        ),
        (
            .init(.refused(.utf8), verb: "RETR"), tls, .unavailable, "needs-utf8",
            "error: the server wants UTF8 for this\n  try: martlet -c 'utf8; retr'  (UTF8 comes before the sign-in)"
        ),
        (
            .init(.refused(.utf8), verb: "TOP", number: 7, serverText: "[UTF8] no"), tls, .unavailable, "needs-utf8",
            "error: the server wants UTF8 for this\n  server: [UTF8] no\n  try: martlet -c 'utf8; headers 7'  (UTF8 comes before the sign-in)"
        ),
        (
            .init(.refused(.utf8), verb: "PASS"), tls, .unavailable, "needs-utf8",
            "error: the server wants UTF8 for this\n  try: martlet -c 'utf8; stat'  (UTF8 comes before the sign-in)"
        ),
        (.init(.refused(nil)), tls, .unavailable, "no-service", "error: the server refuses service\n  try: again later"),
        (
            .init(.refused(.other("X")), verb: "TOP", serverText: "[X] no"), tls, .unavailable, "refused",
            "error: the server refused TOP\n  server: [X] no\n  try: capa  (shows what the server offers)"
        ),
        (
            .init(.refused(nil), verb: "RETR", number: 5), tls, .unavailable, "refused",
            "error: the server refused RETR for message 5\n  try: list  (shows which messages there are)"
        ),
        (
            .init(.argument, verb: "USER", detail: "a line break or NUL in an argument of USER"), tls, .usage, "argument",
            "error: a line break or NUL in an argument of USER; nothing was sent"
        ),
        (
            .init(.state, verb: "STAT"), tls, .usage, "state",
            "error: stat needs a signed-in session\n  try: user NAME, then pass  (or connect with --user)"
        ),
        (
            .init(.state, verb: "USER"), tls, .usage, "state",
            "error: user is for before signing in, and this session is past that\n  try: quit, then connect again"
        ),
        (
            .init(.state, verb: "STLS", detail: "the connection is already secure"), tls, .usage, "state",
            "error: stls: the connection is already secure\n  try: status"
        ),
        (
            .init(.protocolViolation, serverText: "HTTP"), tls, .protocol, "not-pop3",
            "error: pop.example.net:995 does not speak POP3\n  server: HTTP\n  try: check the port: 110 for pop://, 995 for pops://"
        ),
        (
            .init(.protocolViolation, verb: "STAT", serverText: "HTTP/1.1 400"), tls, .protocol, "not-pop3",
            "error: pop.example.net answered STAT with something that is not POP3\n  server: HTTP/1.1 400\n"
                + "  try: the same again, with --log FILE"
        ),
        (
            .init(.protocolViolation, verb: "RETR", number: 5), tls, .protocol, "not-pop3",
            "error: pop.example.net answered RETR for message 5 with something that is not POP3\n"
                + "  try: the same again, with --log FILE"
        ),
        (
            .init(.state, verb: "UTF8"), tls, .usage, "state",
            "error: utf8 is for before signing in, and this session is past that\n  try: quit, then connect again"
        ),
        (
            .init(.limit), tls, .protocol, "limit",
            "error: the server sent a line longer than 64 K; the connection was closed\n  try: --log FILE, then report it to the server's owner"
        ),
        (
            .init(.limit, detail: "more than 256 capabilities"), tls, .protocol, "limit",
            "error: the server sent more than 256 capabilities; the connection was closed\n  try: --log FILE, then report it to the server's owner"
        ),
        (
            .init(.closed, verb: "QUIT"), tls, .tryLater, "connection-lost",
            "error: pop.example.net hung up during QUIT\n  try: the same again"
        ),
        (
            unanswered(.closed, "PASS"), tls, .noPermission, "hung-up-at-sign-in",
            "error: pop.example.net hung up at the password; some servers do that when it is wrong\n"
                + "  try: check user and password; many providers want an app password"
        ),
        (
            unanswered(.truncated, "AUTH"), tls, .noPermission, "hung-up-at-sign-in",
            "error: pop.example.net hung up at the password; some servers do that when it is wrong\n"
                + "  try: check user and password; many providers want an app password"
        ),
        (
            unanswered(.timeout, "APOP"), tls, .tryLater, "timeout",
            "error: no answer from pop.example.net:995\n  try: again later, or --timeout with more seconds"
        ),
        (
            .init(.closed, verb: "AUTH"), tls, .tryLater, "connection-lost",
            "error: pop.example.net hung up during AUTH\n  try: the same again"
        ),
        (
            .init(.io(errno: 104), verb: "RETR", number: 7, detail: "reset"), tls, .tryLater, "connection-lost",
            "error: pop.example.net hung up while message 7 was coming (reset)\n  try: the same again"
        ),
        (
            .init(.truncated, number: 7), tls, .tryLater, "truncated",
            "error: pop.example.net cut the TLS connection off without ending it while message 7 was coming\n"
                + "  try: the same again; if it stays so, somebody between you and the server cuts it"
        ),
        (.init(.cancelled), tls, .interrupted, "interrupted", "error: interrupted; the connection was closed"),
        (.init(.abandoned), tls, .interrupted, "interrupted", "error: stopped; the connection was closed"),
        (
            .init(.caFile, detail: "/x.pem: no such file"), tls, .configuration, "ca-file",
            "error: no authorities to trust: /x.pem: no such file\n  try: --ca-file with a PEM file that can be read"
        ),
        (
            .init(.descriptors), tls, .tryLater, "descriptors",
            "error: this process has as many files open as it may\n  try: ulimit -n 4096, then again"
        ),
        (
            .init(.resource, detail: "out of memory for a listing"), tls, .tryLater, "resource",
            "error: out of memory for a listing\n  try: again when the machine has more memory free"
        ),
    ]

    @Test("every error has its text, its word for machines and its exit code", arguments: 0..<table.count) func golden(_ row: Int)
    {
        let (error, endpoint, code, kind, text) = Self.table[row]
        let failure = Failure(error, at: endpoint, user: "anna")
        #expect(failure.text == text)
        #expect(failure.kind == kind)
        #expect(failure.code == code)
    }

    @Test("the words that UX forbids stand in no text", arguments: ["invalid", "illegal", "fatal", "!", "sorry", "please"])
    func tone(_ word: String) {
        for (error, endpoint, _, _, _) in Self.table {
            let text = Failure(error, at: endpoint, user: "anna").text.lowercased()
            #expect(!text.contains(word), "\(text)")
        }
    }

    @Test("what a server says is one escaped line") func escaped() {
        let failure = Failure(POP3Error(.refused(nil), verb: "TOP", serverText: "a\u{1B}[31m\r\nerror: fake"), at: Self.tls)
        #expect(
            failure.text
                == "error: the server refused TOP\n  server: a\\x1B[31m\\x0D\\x0Aerror: fake\n  try: capa  (shows what the server offers)"
        )
    }

    @Test func fourLinesInTheirOrder() {
        let failure = Failure(.io, "disk", "no space", server: "s", kept: "all 812", hint: "free space")
        #expect(failure.text == "error: no space\n  server: s\n  kept: all 812\n  try: free space")
        #expect(
            failure.json
                == #"{"error":{"kind":"disk","message":"no space","server":"s","kept":"all 812","hint":"free space","exit":74}}"#)
        #expect(Failure(.io, "disk", "no space", server: "", kept: "", hint: "").text == "error: no space")
    }

    @Test("exit codes are sysexits") func codes() {
        #expect(ExitCode.allCases.map { $0.rawValue } == [0, 1, 64, 65, 68, 69, 70, 73, 74, 75, 76, 77, 78, 130])
        #expect(Set(ExitCode.allCases.map { $0.meaning }).count == ExitCode.allCases.count)
    }
}

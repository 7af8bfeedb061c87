import MartletDemo
@testable import MartletKit
import POP3
import Testing

@Suite("a server that wants time between sign-ins (RFC 2449 section 6.5)") struct LoginDelayTests {
    @Test(
        "what is left is what the server says, else what we remember, else not known",
        arguments: [
            (300, "come back in 212 s", nil, "the server wants 300 s between sign-ins; 212 s left"),
            (300, "come back in 212 s", 10, "the server wants 300 s between sign-ins; 212 s left"),
            (300, "wait a minute", 88, "the server wants 300 s between sign-ins; 212 s left"),
            (300, "minimum 300 seconds", 88, "the server wants 300 s between sign-ins; 212 s left"),
            (300, "minimum 5 minutes between checks", 88, "the server wants 300 s between sign-ins; 212 s left"),
            (300, nil, nil, "the server wants 300 s between sign-ins"),
            (300, "300 s", 300, "the server wants 300 s between sign-ins"),
            (300, nil, -5, "the server wants 300 s between sign-ins"),
            (nil, "try again in 2 min", 5, "the server wants more time between sign-ins; 120 s left"),
            (nil, "too soon", 5, "the server wants more time between sign-ins"),
        ] as [(Int?, String?, Int?, String)])
    func text(_ announced: Int?, _ words: String?, _ since: Int?, _ said: String) {
        #expect(LoginDelay(announced: announced, words: words, since: since).text == said)
    }

    @Test(
        "a span of time in free words",
        arguments: [
            ("[LOGIN-DELAY] come back in 30 s", 30), ("30s", 30), ("30 sec.", 30), ("Wait 300 Seconds!", 300), ("5 minutes", 300),
            ("in 1 minute", 60), ("7 mails, 30 seconds", 30), ("", nil), ("soon", nil), ("30", nil), ("30 mails", nil),
            ("3 retries, then s", nil), ("86400 s", 86_400), ("86401 s", nil), ("99999999999999999999 s", nil),
            ("9223372036854775807 minutes", nil), ("٣ s", nil), ("3m", nil),
        ] as [(String, Int?)])
    func spans(_ text: String, _ seconds: Int?) { #expect(LoginDelay.seconds(in: text) == seconds) }

    @Test("a sign-in is remembered for its account alone, in a file for the owner's eyes") func remembered() throws {
        let folder = try ScratchFolder()
        let times = SignInTimes(folder: folder.path + "/sign-ins")
        #expect(times.secondsSince("anna@h") == nil)
        times.note("anna@h")
        times.note("../a/%@h:1100")
        #expect(mode(of: folder.path + "/sign-ins/anna@h") == 0o600)
        #expect(mode(of: folder.path + "/sign-ins/%2e./a/%25@h:1100") == nil)
        for account in ["anna@h", "../a/%@h:1100"] { #expect((0...5).contains(times.secondsSince(account) ?? -1), "\(account)") }
        #expect(times.secondsSince("berta@h") == nil)
        times.note(String(repeating: "x", count: 300))
        #expect(times.secondsSince(String(repeating: "x", count: 300)) == nil)
    }

    @Test("what is no time is nothing", arguments: ["", "\n", "x\n", "12", "99999999999999999999\n"])
    func garbage(_ text: String) throws {
        let folder = try ScratchFolder()
        _ = try folder.file("anna@h", text)
        #expect(SignInTimes(folder: folder.path).secondsSince("anna@h") == nil)
    }

    @Test("only where the server announces a delay") func onlyThere() throws {
        let folder = try ScratchFolder()
        for announces in [false, true] {
            let server = try running { if announces { $0.announcedFalsely = ["LOGIN-DELAY 300"] } }
            let mailbox = try server.mailbox()
            mailbox.signIns = SignInTimes(folder: folder.path)
            _ = try mailbox.signedIn()
            #expect((SignInTimes(folder: folder.path).secondsSince(try mailbox.account()) != nil) == announces)
        }
    }

    @Test("the remembered sign-in tells what is left where the server does not") func left() throws {
        let folder = try ScratchFolder()
        let server = try running { $0.announcedFalsely = ["LOGIN-DELAY 300"] }
        let mailbox = try server.mailbox()
        mailbox.signIns = SignInTimes(folder: folder.path)
        _ = try mailbox.signedIn()
        try mailbox.leave()
        var faults = Faults([Fault(.refuse("[LOGIN-DELAY] too soon"), at: .verb("AUTH"))])
        faults.announcedFalsely = ["LOGIN-DELAY 300"]
        server.faults = faults
        let error = failure { try mailbox.signedIn() }
        #expect(
            error?.message.wholeMatch(of: #/the server wants 300 s between sign-ins; (300|29[0-9]) s left/#) != nil, "\(error!)")
        #expect(error?.hint == "connect --wait")
    }
}

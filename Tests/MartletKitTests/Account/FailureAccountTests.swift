@testable import MartletKit
import Testing

@Suite("the next step, said for an account") struct FailureAccountTests {
    @Test(
        "what the command line could say is said in config.toml",
        arguments: [
            (
                "--server pops://pop.example.net  (TLS from the start, port 995)",
                "server = \"pops://pop.example.net\" in [account.anna]  (TLS from the start, port 995)"
            ),
            ("another network, or --server pops://h", "another network, or server = \"pops://h\" in [account.anna]"),
            ("check the spelling in --server", "check the spelling in server in [account.anna]"),
            (
                "use that name in --server, if it is your provider's",
                "use that name in server in [account.anna], if it is your provider's"
            ),
            ("ask whether it was renewed, then change --pin", "ask whether it was renewed, then change pin in [account.anna]"),
            ("check --ca-file", "check ca-file in [account.anna]"),
            ("stls first, or --insecure-cleartext if", "stls first, or insecure-cleartext = true in [account.anna] if"),
            ("--user NAME  (in the shell: user NAME, then pass)", "user = \"NAME\" in [account.anna]"),
            ("again later, or --timeout with more seconds", "again later, or --timeout with more seconds"),
            ("close it, or again in a few minutes", "close it, or again in a few minutes"),
        ])
    func pointed(_ hint: String, _ said: String) {
        #expect(Failure.usage("m", hint: hint).pointing(to: "anna") == .usage("m", hint: said))
    }

    @Test(
        "what a command of its own is for names the account",
        arguments: [
            ("no-host", "account edit anna"), ("sign-in-refused", "account password anna  (many providers want an app password)"),
            ("certificate-untrusted", "trust pin anna  (after checking the fingerprint with your provider)"),
        ])
    func named(_ kind: String, _ said: String) {
        #expect(Failure(.usage, kind, "m", hint: "--x").pointing(to: "anna").hint == said)
    }

    @Test func withoutAHintNothingIsSaid() { #expect(Failure.usage("m").pointing(to: "anna") == .usage("m")) }
}

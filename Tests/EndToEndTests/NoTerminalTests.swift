import Foundation
import MartletDemo
import Testing

extension EndToEnd {
    @Suite("without a terminal nothing is asked") struct NoTerminal {
        @Test(
            "every command that could ask ends at once, says so, and names the option",
            arguments: [
                [], ["stat"], ["headers"], ["connect"], ["pass"], ["apop", "anna"], ["auth", "PLAIN", "anna"],
                ["account", "add"],
                ["account", "add", "a@b.example"], ["account", "add", "a@b.example", "--server", "pops://127.0.0.1:1"],
                ["account", "add", "a@b.example", "--ask-password"], ["account", "remove", "x"], ["account", "edit", "x"],
                ["account", "check", "x"], ["account", "password", "x"], ["connect", "--wait"], ["trust", "pin", "x"],
                ["trust", "pin", "pops://127.0.0.1:1", "--yes"], ["export", "all", "/nowhere"],
            ])
        func asks(_ words: [String]) throws {
            let scratch = try Scratch()
            let site = try Site([])
            try FileManager.default.createDirectory(atPath: scratch.at("config/martlet"), withIntermediateDirectories: true)
            try scratch.write(
                "config/martlet/config.toml",
                "default = \"x\"\n[account.x]\nserver = \"pop://127.0.0.1:\(site.port)\"\ninsecure-cleartext = true\nuser = \"anna\"\n",
                mode: 0o600)
            let began = ContinuousClock.now
            for environment in [[:], ["VISUAL": "cat", "EDITOR": "cat"]] {
                let ended = try scratch.withoutTerminal(words, environment: environment)
                #expect(ended.code == 64, "\(ended)")
                #expect(ended.errorText.contains("\n  try: "), "\(ended)")
                #expect(!ended.errorText.contains("Password") && !ended.errorText.contains("[y/N]"), "\(ended)")
            }
            #expect(ContinuousClock.now - began < .seconds(10))
        }

        @Test("no colour on a pipe, unless asked for; the words are the same") func colour() throws {
            let scratch = try Scratch()
            let plain = "error: no command \"statt\"\n  try: stat\n"
            let red = "\u{1B}[31merror: no command \"statt\"\u{1B}[0m\n  try: stat\n"
            for (words, environment, wanted) in [
                ([], [:], plain), (["--color", "always"], [:], red), ([], ["CLICOLOR_FORCE": "1"], red),
                (["--color", "never"], ["CLICOLOR_FORCE": "1"], plain), ([], ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], plain),
                (["--color=always"], ["NO_COLOR": "1", "TERM": "dumb"], red),
            ] as [([String], [String: String], String)] {
                let shown = try scratch.martlet(words + ["statt"], environment: ["NO_COLOR": ""].merging(environment) { $1 })
                    .errorText
                #expect(shown == wanted, "\(words) \(environment)")
            }
            #expect(try scratch.martlet(["--color", "blue", "stat"]).code == 64)
            // Data is never coloured off a terminal.
            #expect(try !scratch.martlet(["--color", "always", "help"]).outText.contains("\u{1B}"))
        }
    }
}

@testable import MartletKit
import Testing

@Suite("a command's words for one account of several") struct AccountWordsTests {
    private final class Probe: RegisteredCommand {
        let name = "probe"
        let aliases: [String] = []
        let summary = ""
        let plugin: String? = nil
        let optionNames: [String] = []
        let argumentWords: String

        init(_ argumentWords: String) { self.argumentWords = argumentWords }

        func help(columns: Int) -> String { "" }
        func run(_ arguments: [String], in workspace: Workspace) throws(Failure) -> Int32 { 0 }
        func argumentIndices(in words: [String]) -> [Int] { words.indices.filter { !words[$0].hasPrefix("--") } }
    }

    private func words(_ usage: String, _ words: [String]) throws -> [String] {
        try AccountWords(words, of: Probe(usage)).words(for: "anna")
    }

    @Test(
        "{account} becomes the name, wherever it stands and as often as it does; then nothing is added",
        arguments: [
            (["all", "out/{account}/{account}.d"], ["all", "out/anna/anna.d"]), (["{account}", "out"], ["anna", "out"]),
            (["all", "x", "--into={account}"], ["all", "x", "--into=anna"]),
        ])
    func filled(_ given: [String], _ made: [String]) throws {
        #expect(try words("SELECTION DIR", given) == made)
        #expect(try words("SELECTION FILE", given) == made)
    }

    @Test(
        "a plain DIR gets the account's folder behind it",
        arguments: [
            (["all", "out"], ["all", "out/anna"]), (["all", "out/"], ["all", "out/anna"]), (["all", "/"], ["all", "/anna"]),
            (["all", "out", "--no-hash"], ["all", "out/anna", "--no-hash"]),
            (["--rename", "new", "last:3", "out"], ["--rename", "new", "last:3", "out/anna"]),
        ])
    func folder(_ given: [String], _ made: [String]) throws {
        #expect(try words("SELECTION DIR", given) == made)
        #expect(try words("SELECTION DIR|FILE", given) == made)
    }

    @Test("other last words stay as they are", arguments: ["", "SELECTION", "DIR SELECTION", "SELECTION [DIR]"]) func others(
        _ usage: String
    ) throws {
        #expect(try words(usage, ["all", "out"]) == ["all", "out"])
    }

    @Test(
        "accounts cannot share standard output; what a command takes message by message needs no place",
        arguments: ["", "{account}"])
    func stream(_ more: String) throws {
        let error = failure { try words("SELECTION DIR", ["all\(more)", "-", "--delete"]) }
        #expect(
            error
                == .usage(
                    "probe: several accounts cannot share standard output", hint: "a folder in place of -, or one --account"))
        for pipe in ["--pipe", "--pipe=cat"] {
            #expect(try words("SELECTION DIR", ["all", "-", pipe]) == ["all", "-", pipe])
        }
        #expect(try words("SELECTION", ["-"]) == ["-"])
    }

    @Test("accounts cannot share a file") func file() {
        let error = failure { try words("SELECTION FILE", ["all", "out.mbox"]) }
        #expect(error == .usage("probe: several accounts cannot share one file", hint: "{account} in its name"))
    }
}

import MartletKit
import Testing

@testable import MartletShell

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A command that takes a selection and a folder, as the export plugin does.
private final class Store: RegisteredCommand {
    let name = "store"
    let aliases: [String] = []
    let summary = "for the test"
    let plugin: String? = "test"
    let optionNames = ["--layout", "--limit"]
    func help(columns: Int) -> String {
        "OVERVIEW: store\n\nUSAGE: store [OPTIONS] SELECTION... DIR\n\nOPTIONS:\n  --layout <word>  how\n  --limit <n>      most\n  --into <file>    where\n"
    }
    func run(_ arguments: [String], in workspace: Workspace) throws(Failure) -> Int32 { 0 }
}

@Suite("completion") struct CompletionTests {
    private let completion: Completion

    init() {
        let registry = Registry()
        registry.addBuiltIns()
        #expect(registry.add(Store()))
        completion = Completion(
            registry: registry, home: "/nowhere", accounts: { ["club", "work"] }, aliases: { ["l20", "two"] })
    }

    @Test(
        "names, topics, options and selection words",
        arguments: [
            ("lis", ["list"]), ("sta", ["stat", "status"]), ("nothing", []), ("store al", ["all"]),
            ("store n", ["new", "newer:", "not"]),
            ("store fr", ["from:"]), ("store 1 si", ["size>"]), ("store (su", ["(subject:"]), ("store from:x", []),
            ("store 1-5,ne", ["1-5,new", "1-5,newer:"]), ("store new --l", ["--layout", "--limit"]),
            ("store --limit --l", ["--layout"]), ("store --limit n", []), ("store --layout ", []),
            ("store -- --limit n", ["new", "newer:", "not"]),
            ("store -- --l", []), ("list --j", ["--json"]), ("list --w", ["--whole"]), ("list --p", ["--progress=json"]),
            ("unalias ", ["l20", "two"]), ("unalias t", ["two"]), ("plugin unload ", []), ("help dem", []),
            ("help exi", ["exit", "exit-codes"]),
            ("help acc", ["account", "accounts"]),
            ("help sel", ["selection"]),
            ("connect ", ["club", "work"]), ("connect w", ["work"]),
            ("retr ", []), ("unknown x", []),
            ("pass ", []), ("'sto", ["store"]),
        ] as [(String, [String])])
    func table(_ line: String, _ expected: [String]) { #expect(completion.candidates(line).sorted() == expected.sorted()) }

    @Test("the first word offers every command once and no alias")
    func first() {
        let found = completion.candidates("")
        #expect(found.contains("list") && found.contains("quit") && found.contains("store") && !found.contains("q"))
        #expect(Set(found).count == found.count)
    }

    private static let people = [
        "anna@example.org", "Anna Blum", "Anton", "ANTON", "Blum, Carl", "bj\u{F8}rn@example.org", "O'Neil", "say \"hi\" \\",
        "-x;y",
    ]

    /// With these senders, the last seen first.
    private var withSenders: Completion {
        var completion = completion
        completion.senders = { typed in
            Self.people.filter { $0.lowercased().hasPrefix(typed.lowercased()) }
        }
        return completion
    }

    @Test(
        "senders behind from:, the last first; where one needs quotes all have them",
        arguments: [
            ("store from:ant", nil, ["from:anton", "from:antON"]), ("store from:anna@", nil, ["from:anna@example.org"]),
            ("store from:AN", nil, ["from:\"ANna@example.org\"", "from:\"ANna Blum\"", "from:\"ANton\"", "from:\"ANTON\""]),
            ("store from:b", nil, ["from:\"blum, Carl\"", "from:\"bj\u{F8}rn@example.org\""]),
            ("store from:BJ", nil, ["from:bj\u{F8}rn@example.org"]), ("store from:s", nil, ["from:\"say \\\"hi\\\" \\\\\""]),
            ("store 1-5,from:o", nil, ["1-5,from:\"O'Neil\""]), ("store (from:o", nil, ["(from:\"O'Neil\""]),
            ("store from:-", nil, ["from:\"-x;y\""]), ("store from:Anna\\ b", nil, ["from:\"Anna Blum\""]),
            ("stat; store from:o", nil, ["from:\"O'Neil\""]),
            // A quote behind the key: readline's word is what follows it.
            ("store from:\"an", "\"", ["anna@example.org", "anna Blum", "anton", "anTON"]),
            ("store from:\"Blum, ", "\"", ["Blum, Carl"]), ("store 1,from:\"say \\\"", "\"", ["say \\\"hi\\\" \\\\"]),
            // A quote before it: the quotes of the selection stand inside.
            ("store \"from:o", "\"", ["from:\\\"O'Neil\\\""]), ("store \"from:anna@", "\"", ["from:anna@example.org"]),
            ("store 'from:Anna ", "'", ["from:\"Anna Blum\""]), ("store 'from:o", "'", []),
            ("store 'from:\"anna ", "'", ["from:\"Anna Blum\""]),
            // Elsewhere they are not wanted.
            ("store from:zz", nil, []), ("store to:an", nil, []), ("connect from:an", nil, []), ("from:an", nil, []),
            ("store from:\"anna\"", nil, []), ("store from:\"a b\",from:an", nil, []), ("store subject:from:an", nil, []),
        ] as [(String, Character?, [String])])
    func senders(_ line: String, _ quote: Character?, _ expected: [String]) {
        #expect(withSenders.candidates(line, quote: quote) == expected)
    }

    @Test("what is offered is read back as it was meant") func sendersReadBack() throws {
        for person in Self.people {
            let found = withSenders.candidates("store from:" + person.prefix(1).replacing("\"", with: ""))
            let readings = try found.map { try Words.split("store " + $0, home: nil) }
            #expect(readings.allSatisfy { $0.count == 2 && (try? Selection($0[1])) != nil }, "\(readings)")
        }
        #expect(try Words.split("store from:\"Blum, Carl\"", home: nil) == ["store", "from:\"Blum, Carl\""])
    }

    @Test("paths: folders end in a slash, blanks are quoted, controls and hidden names are left out")
    func paths() throws {
        var template = Array("/tmp/martlet-shell-XXXXXX".utf8CString)
        #expect(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            for name in ["with blank", "inbox", ".hidden", "bad\u{1B}[31m"] { rmdir(folder + "/" + name) }
            rmdir(folder)
        }
        for name in ["with blank", "inbox", ".hidden", "bad\u{1B}[31m"] { #expect(mkdir(folder + "/" + name, 0o700) == 0) }
        #expect(completion.candidates("store new \(folder)/") == ["\(folder)/inbox/", "\(folder)/with\\ blank/"])
        #expect(completion.candidates("store new '\(folder)/w", quote: "'") == ["\(folder)/with blank/"])
        #expect(completion.candidates("store new \(folder)/with\\ b") == ["\(folder)/with\\ blank/"])
        #expect(completion.candidates("store new \(folder)/.h") == ["\(folder)/.hidden/"])
        #expect(Completion(registry: completion.registry, home: folder).candidates("store ~/in") == ["~/inbox/"])
        #expect(completion.candidates("store new \(folder)/none/x") == [])
    }
}

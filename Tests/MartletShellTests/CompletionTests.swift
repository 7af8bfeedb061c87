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
    func help(columns: Int) -> String { "OVERVIEW: store\n\nUSAGE: store [OPTIONS] SELECTION... DIR\n" }
    func run(_ arguments: [String], in workspace: Workspace) throws(Failure) -> Int32 { 0 }
}

@Suite("completion") struct CompletionTests {
    private let completion: Completion

    init() {
        let registry = Registry()
        registry.addBuiltIns()
        #expect(registry.add(Store()))
        completion = Completion(registry: registry, home: "/nowhere", accounts: { ["club", "work"] })
    }

    @Test(
        "names, topics, options and selection words",
        arguments: [
            ("lis", ["list"]), ("sta", ["stat", "status"]), ("nothing", []), ("store al", ["all"]),
            ("store n", ["new", "newer:", "not"]),
            ("store fr", ["from:"]), ("store 1 si", ["size>"]), ("store (su", ["(subject:"]), ("store from:x", []),
            ("store 1-5,ne", ["1-5,new", "1-5,newer:"]), ("store new --l", ["--layout", "--limit"]),
            ("store --limit --l", ["--layout"]),
            ("store -- --l", []), ("list --j", ["--json"]), ("help exi", ["exit", "exit-codes"]),
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

@testable import MartletKit
import POP3
import Testing

@Suite("one line more in an account's table") struct AccountLineTests {
    private let folder: ScratchFolder
    private static let pin = [UInt8](repeating: 0x5A, count: 32)
    private static let digits = "\"\(String(repeating: "5a", count: 32))\""

    init() throws { folder = try ScratchFolder() }

    private func book(_ text: String) throws -> AccountBook { AccountBook(path: try folder.file("config.toml", text)) }

    private func put(_ text: String, _ account: String = "a") throws -> (AccountLine.Outcome, String) {
        let book = try book(text)
        let line = AccountLine(account: account, key: "pin", value: Self.digits)
        let outcome = try line.put(into: book) { $0.trust.pin = Self.pin }
        if outcome == .written { #expect(try book.find(account)?.settings.trust.pin == Self.pin) }
        return (outcome, try content(of: book.path))
    }

    @Test(
        "behind the file's end, where the account's table is the last",
        arguments: [
            "[account.a]\nserver = \"h\"\n", "[account.a]\nserver = \"h\"", "[account.a]\r\nserver = \"h\"\r\n",
            "# one\n[account.b]\nserver = \"h\"\n\n[account.a]  # mine\nserver = \"h\"\n# the end\n\n",
            "[account.\"a\"]\nserver = '''h'''\npassword = { file = \"/x\" }\n",
        ])
    func appended(_ text: String) throws {
        let (outcome, after) = try put(text)
        #expect(outcome == .written)
        #expect(after == text + (text.last == "\n" || text.last == "\r\n" ? "" : "\n") + "pin      = \(Self.digits)\n")
    }

    @Test(
        "elsewhere the line and its place are told, and no octet is touched",
        arguments: [
            ("[account.a]\nserver = \"h\"\n\n[account.b]\nserver = \"h\"\n", "below line 1", 1, true),
            ("[account.a]\nserver = \"h\"\n[set]\nconfirm = \"never\"\n", "below line 1", 1, true),
            ("[account.a]\nserver = \"h\"\npin = \"\(String(repeating: "11", count: 32))\"\n", "in place of line 3", 3, true),
            (
                "[account.a]\npin = '''\n\(String(repeating: "11", count: 32))'''\nserver = \"h\"\n", "in place of lines 2 to 3",
                2, true
            ),
            ("account = { a = { server = \"h\" } }\n", "into account \"a\", line 1", 1, true),
            ("[account]\na.server = \"h\"\n", "into account \"a\", line 2", 2, true),
        ])
    func told(_ text: String, _ place: String, _ line: Int, _ has: Bool) throws {
        let (outcome, after) = try put(text)
        #expect(outcome == .byHand(["pin = \(Self.digits)"], place: place, line: line))
        #expect(after == text)
    }

    @Test("a table of its own goes behind any other; a key that says the same is in its way") func table() throws {
        let line = AccountLine(
            account: "a.b", key: "password", value: "{ file = \"/x\" }", members: ["file = \"/x\""], rivals: ["netrc"])
        let text = "[account.\"a.b\"]\nserver = \"h\"\n\n[account.c]\nserver = \"h\"\n"
        let free = try book(text)
        #expect(try line.put(into: free) { $0.password = .file("/x") } == .written)
        #expect(try content(of: free.path) == text + "\n[account.\"a.b\".password]\nfile = \"/x\"\n")
        #expect(try free.find("a.b")?.settings.password == .file("/x"))
        // The same again: what stands there is a table now.
        #expect(
            try line.put(into: free) { $0.password = .file("/x") }
                == .byHand(["[account.\"a.b\".password]", "file = \"/x\""], place: "in place of the table in line 7", line: 7))
        let taken = try book("[account.\"a.b\"]\nserver = \"h\"\nnetrc = true\n")
        #expect(
            try line.put(into: taken) { $0.password = .file("/x") }
                == .byHand(["password = { file = \"/x\" }"], place: "in place of line 3", line: 3))
    }

    @Test("a key that has to go is named") func gone() throws {
        let book = try book("[account.a]\nserver = \"h\"\npassword = { command = [\n\"x\"] }\n")
        let line = AccountLine(account: "a", key: "password", value: nil)
        #expect(try line.put(into: book) { $0.password = .prompt } == .byHand([], place: "lines 3 to 4", line: 3))
    }

    @Test("no file, and a file with a slip in it") func refused() throws {
        let line = AccountLine(account: "a", key: "pin", value: Self.digits)
        #expect(failure { try line.put(into: AccountBook(path: folder.path + "/none")) { _ in } }?.code == .configuration)
        #expect(failure { try line.put(into: book("[account.a]\nsever = \"h\"\n")) { _ in } }?.code == .configuration)
    }
}

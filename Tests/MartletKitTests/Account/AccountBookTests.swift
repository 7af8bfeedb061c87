import Foundation
@testable import MartletKit
import POP3
import Testing

@Suite("the accounts, when they are asked for") struct AccountBookTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func book(_ text: String) throws -> (AccountBook, String) {
        let path = try folder.file("accounts.toml", text)
        return (AccountBook(path: path), path)
    }

    private static let three = """
        default = "home"
        [account.work]
        server = "pops://w"
        [account.home]
        server = "pops://h"
        [account.club]
        server = "pops://c"
        """

    @Test func byNameAllAndTheDefault() throws {
        let (book, _) = try book(Self.three)
        #expect(try book.account("work") { $0 }.settings.endpoint?.host == "w")
        #expect(try book.all().map(\.name) == ["club", "home", "work"])
        #expect(try book.standard()?.name == "home")
        #expect(try book.find("nobody") == nil)
    }

    @Test("a name that is not there is a usage error with the nearest") func unknown() throws {
        let (book, path) = try book(Self.three)
        let near = failure { try book.account("wrok") { "--account \($0)" } }
        #expect(near?.text == "error: no account \"wrok\" in \(path)\n  try: --account work")
        #expect(near?.code == .usage)
        #expect(failure { try book.account("zzzz") { $0 } }?.hint == "one of club, home, work")
    }

    @Test("it is read once, and not before it is asked for") func lazy() throws {
        let (book, path) = try book("nonsense")
        try Data(Self.three.utf8).write(to: URL(fileURLWithPath: path))
        #expect(try book.all().count == 3)
        try Data("nonsense".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try book.all().count == 3)
    }

    @Test("a file that was named has to be there") func missing() throws {
        let error = failure { try AccountBook(path: "/nonexistent/a.toml").standard() }
        #expect(error?.text == "error: there is no file /nonexistent/a.toml\n  try: --config with another path")
        #expect(error?.code == .configuration)
    }

    @Test("an empty one says how an account begins") func empty() throws {
        let (book, path) = try book("")
        #expect(try book.standard() == nil)
        let error = failure { try book.all() }
        #expect(
            error?.text
                == "error: there is no account in \(path)\n  try: account add ADDRESS"
        )
    }

    @Test(
        "names of accounts",
        arguments: [
            ("a", true), ("Anna.Work_2-x", true), (String(repeating: "x", count: 64), true),
            (String(repeating: "x", count: 65), false),
            ("", false), (".a", false), ("-a", false), ("a/b", false), ("a b", false), ("ä", false), ("a\n", false),
            ("..", false),
        ])
    func names(_ name: String, _ isName: Bool) { #expect(Account.isName(name) == isName) }
}

@testable import MartletKit
import Testing

@Suite("options that choose accounts") struct AccountChoiceTests {
    private func take(_ words: String..., own: [String] = []) throws -> (AccountChoice, [String]) {
        var choice = AccountChoice()
        let rest = try choice.take(from: words) { own.contains($0) }
        return (choice, rest)
    }

    @Test("they stand anywhere among a command's words, in every spelling") func taken() throws {
        let (choice, rest) = try take(
            "all", "-a", "one", "DIR", "--account", "two", "--account=three", "--jobs=8", "--per-host", "3", "--shard", "1/2",
            "--no-hash",
            "--config", "f")
        #expect(rest == ["all", "DIR", "--no-hash"])
        #expect(choice.names == ["one", "two", "three"])
        #expect(choice.jobs == 8 && choice.perHost == 3 && choice.config == "f")
        #expect(choice.shard == (try Shard("1/2")))
        #expect(choice.isSeveral)
    }

    @Test("an account named twice runs once, and alone it is one session") func once() throws {
        let (choice, _) = try take("-a", "one", "-a", "one")
        #expect(choice.names == ["one"])
        #expect(!choice.isSeveral)
    }

    @Test("every account, or a part of them, is several however few they are") func several() throws {
        #expect(try take("--all-accounts").0.isSeveral)
        #expect(try take("-a", "x", "--shard", "0/1").0.isSeveral)
        #expect(try !take("--jobs", "9").0.isSeveral)
    }

    @Test("behind -- nothing is taken, and an option of the command is the command's") func left() throws {
        let (choice, rest) = try take("--shard", "x", "--", "-a", "one", own: ["--shard"])
        #expect(rest == ["--shard", "x", "--", "-a", "one"])
        #expect(choice == AccountChoice())
    }

    @Test("defaults: four at once, two to a host") func defaults() {
        #expect(AccountChoice().jobs == 4)
        #expect(AccountChoice().perHost == 2)
    }

    @Test(
        "what is refused",
        arguments: [
            (["--jobs", "0"], "--jobs wants 1 to 64, not \"0\"", "--jobs 4"),
            (["--jobs", "65"], "--jobs wants 1 to 64, not \"65\"", "--jobs 4"),
            (["--per-host", "x"], "--per-host wants 1 to 64, not \"x\"", "--per-host 4"),
            (["--account"], "--account wants a value", "martlet --help"),
            (["-a"], "-a wants a value", "martlet --help"),
            (["-a", "../x"], "\"../x\" is no name for an account", "--account NAME, once for each"),
            (["--all-accounts", "-a", "x"], "--all-accounts and --account at once", "one of the two"),
            (["-a", "x", "--all-accounts"], "--all-accounts and --account at once", "one of the two"),
            (["--all-accounts=yes"], "--all-accounts takes no value", nil),
        ] as [([String], String, String?)])
    func refused(_ words: [String], _ message: String, _ hint: String?) {
        let error = failure {
            var choice = AccountChoice()
            return try choice.take(from: words) { _ in false }
        }
        #expect(error == .usage(message, hint: hint))
    }
}

import MartletKit
import Testing

@testable import MartletShell

@Suite("words of a line") struct WordsTests {
    @Test(
        "blanks divide, quotes and backslashes hold together",
        arguments: [
            ("", []), ("   \t ", []), ("list", ["list"]), ("  list  1 2 ", ["list", "1", "2"]),
            ("a 'b c' d", ["a", "b c", "d"]), ("a \"b c\"d", ["a", "b cd"]), ("a b\\ c", ["a", "b c"]), ("a ''", ["a", ""]),
            ("\"\"", [""]),
            ("'a\\b'", ["a\\b"]), ("\"a\\\"b\\\\c\\d\"", ["a\"b\\c\\d"]), ("a\\\\ b", ["a\\", "b"]), ("it\\'s", ["it's"]),
            ("-stat", ["-stat"]), ("export 1-5,9 new", ["export", "1-5,9", "new"]), ("- -- --json", ["-", "--", "--json"]),
            ("a\nb\r", ["a", "b"]), ("møde 田中", ["møde", "田中"]),
        ] as [(String, [String])])
    func table(_ line: String, _ words: [String]) throws { #expect(try Words.split(line, home: "/h") == words) }

    @Test(
        "quotes behind a selection key for text stay, as double ones",
        arguments: [
            ("h from:\"two words\"", ["h", "from:\"two words\""]), ("h 1,(subject:'a b')", ["h", "1,(subject:\"a b\")"]),
            ("h header:x-y:'say \"a\\b\"'", ["h", "header:x-y:\"say \\\"a\\\\b\\\"\""]),
            ("h from:\"a\\\"b\"", ["h", "from:\"a\\\"b\""]),
            ("h 'from:two words'", ["h", "from:two words"]), ("h uid:\"a b\"", ["h", "uid:a b"]),
            ("h from:a\"b c\"", ["h", "from:ab c"]),
        ] as [(String, [String])])
    func selections(_ line: String, _ words: [String]) throws { #expect(try Words.split(line, home: "/h") == words) }

    @Test(
        "# begins a comment at the start of a line only",
        arguments: [
            ("# list", []), ("  #list", []), ("list #1", ["list", "#1"]), ("\\#a", ["#a"]), ("'#a'", ["#a"]), ("a#b", ["a#b"]),
        ] as [(String, [String])])
    func comments(_ line: String, _ words: [String]) throws { #expect(try Words.split(line, home: nil) == words) }

    @Test(
        "~/ is the home folder where it begins a word unquoted",
        arguments: [
            ("export ~/x", ["export", "/h/x"]), ("~/", ["/h/"]), ("~", ["~"]), ("~anna/x", ["~anna/x"]), ("a~/x", ["a~/x"]),
            ("'~/x'", ["~/x"]), ("\\~/x", ["~/x"]), ("\"~\"/x", ["~/x"]), ("~''/x", ["~/x"]), ("~\\/x", ["~/x"]),
            ("~/'a b'", ["/h/a b"]),
        ] as [(String, [String])])
    func home(_ line: String, _ words: [String]) throws { #expect(try Words.split(line, home: "/h") == words) }

    @Test("what is never closed is a usage failure", arguments: ["a 'b", "a \"b", "a\\", "\"a\\\"", "'", "\"a\\"])
    func open(_ line: String) {
        do throws(Failure) {
            let words = try Words.split(line, home: nil)
            Issue.record("\(words)")
        } catch { #expect(error.code == .usage) }
    }

    @Test(
        "a quoted word is read back as it was",
        arguments: ["a", "a b", "it's", "say \"x\"", "back\\slash", "#x", "tab\tx", "møde"])
    func roundTrip(_ word: String) throws {
        #expect(try Words.split(#require(Words.quoted(word)), home: "/h") == [word])
        #expect(try Words.split("\"" + #require(Words.quoted(word, open: "\"")) + "\"", home: "/h") == [word])
        if let inside = Words.quoted(word, open: "'") { #expect(try Words.split("'\(inside)'", home: "/h") == [word]) }
    }

    @Test(
        "a line is stored unless a secret may stand in it",
        arguments: [
            ("list", true), ("pass", true), ("", false), (" list", false), ("\tlist", false), ("pass geheim", false),
            ("PASS geheim", false),
            ("'pass' geheim", false), ("apop anna", true), ("apop anna c4c9334b", false), ("auth plain anna", true),
            ("auth plain anna x", false),
            ("connect pops://anna@host", true), ("connect pops://anna:geheim@host", false), ("connect pops://host:995", true),
        ])
    func storable(_ line: String, _ expected: Bool) { #expect(History.isStorable(line) == expected) }

    @Test(
        "a ; outside quotes ends a command",
        arguments: [
            ("a; b c", [["a"], ["b", "c"]]), ("a;b", [["a"], ["b"]]), (";; a ;", [["a"]]), ("a ';' b", [["a", ";", "b"]]),
            ("a \\; b", [["a", ";", "b"]]), ("a \";\"", [["a", ";"]]), ("# a; b", []), ("a; # b", [["a"], ["#", "b"]]),
            ("export new ~/m; -delete seen; quit --yes", [["export", "new", "/h/m"], ["-delete", "seen"], ["quit", "--yes"]]),
        ] as [(String, [[String]])])
    func commands(_ line: String, _ commands: [[String]]) throws { #expect(try Words.commands(line, home: "/h") == commands) }

    @Test("what is typed behind a ; is completed by itself") func unfinishedCommand() {
        #expect(Words.unfinished("noop; list 1").before == ["list"] && Words.unfinished("noop; li").last == "li")
        #expect(Words.unfinished("noop;").before == [] && Words.unfinished("a ';").last == ";")
    }

    @Test(
        "a password is in no history, wherever on the line it stands",
        arguments: [
            "pass a", "noop; pass a", "-pass a; noop", "apop u p;noop", "connect pops://a:b;c@h", "stat; connect pop://a:b@h",
        ])
    func secrets(_ line: String) { #expect(!History.isStorable(line)) }

    @Test("the rest is", arguments: ["pass", "noop; stat", "!ls", "list 1; # a"]) func storable(_ line: String) {
        #expect(History.isStorable(line))
    }

    @Test(
        "! begins a line for the system",
        arguments: [
            ("!ls -l", "ls -l"), ("  !date", "date"), ("-!false", "false"), ("!", nil), ("! ", nil), ("-! ", nil), ("ls !", nil),
            ("- !ls", nil),
        ] as [(String, String?)])
    func system(_ line: String, _ command: String?) {
        #expect(SystemLine(line)?.command == command)
        #expect(SystemLine(line)?.ignoresFailure ?? false == (command == "false"))
    }

    @Test(
        "! begins a command behind a ; as well, and takes the rest of the line",
        arguments: [
            ("stat; !date", [["stat"]], "date"), ("a b;-!x 'y; !z", [["a", "b"]], "x 'y; !z"), ("!'", [], "'"),
            ("a ';!b'", [["a", ";!b"]], nil), ("a !b", [["a", "!b"]], nil), ("a; b!c", [["a"], ["b!c"]], nil),
            ("# ; !a", [], nil),
        ] as [(String, [[String]], String?)])
    func rest(_ line: String, _ commands: [[String]], _ rest: String?) throws {
        var found: SystemLine?
        let read = try Words.commands(line, home: nil) { text in
            found = SystemLine(text)
            return found != nil
        }
        #expect(read == commands && found?.command == rest)
    }

    @Test("an error names the line as its reader knows it") func places() {
        #expect(Script.file("cron.mtl").place(of: 3) == "cron.mtl:3")
        #expect(Script.input.place(of: 2) == "line 2" && Script.text("a").place(of: 1) == "-c")
    }
}

@testable import MartletKit
import Testing

@Suite("on which line a key stands") struct KeyLinesTests {
    private func line(_ path: String..., in text: String) -> Int { KeyLines(Array(text.utf8))[path] }

    @Test("tables, dotted keys, quoted keys and inline tables") func kinds() {
        let text = """
            a = 1
            b.c = 2 # b.d = 3

            ["quoted key".x]
            y = { z = 1, w.v = [ { u = 2 } ] }
            [ t . "\\u0041\\tb" ]
            'lit\\eral' = 3\r
            [[list]]
            q = 1
            """
        #expect(line("a", in: text) == 1)
        #expect(line("b", "c", in: text) == 2)
        #expect(line("quoted key", "x", in: text) == 4)
        #expect(line("quoted key", "x", "y", "z", in: text) == 5)
        #expect(line("quoted key", "x", "y", "w", "v", "u", in: text) == 5)
        #expect(line("t", "A\tb", in: text) == 6)
        #expect(line("t", "A\tb", "lit\\eral", in: text) == 7)
        #expect(line("list", "q", in: text) == 9)
    }

    @Test("a byte order mark is of no line and of no key") func mark() {
        #expect(line("a", in: "\u{FEFF}a = 1") == 1)
        #expect(line("t", "b", in: "\u{FEFF}[t]\nx = 1\nb = 2") == 3)
        #expect(line("t", "b", in: "\u{FEFF}\n[t]\nb = 2") == 3)
    }

    @Test("what stands in values and comments is no key") func values() {
        let text = #"""
            a = "x\"=[y]" # "
            b = '#'
            c = """
            k = 1
            \"""
            ""\""""
            d = '''
            k = '' 2
            '''
            e = [ "]", # k = ]
              [ 1,
                2 ], ]
            f = 1979-05-27 07:32:00
            k = 4
            """#
        #expect(line("k", in: text) == 14)
        #expect(line("f", in: text) == 13)
        #expect(line("e", in: text) == 10)
        #expect(line("d", in: text) == 7)
    }

    @Test("a key that is not there has its table's line") func missing() {
        #expect(line("a", "server", in: "\n\n[a]\n") == 3)
        #expect(line("x", in: "\n[a]\n") == 1)
    }

    @Test(
        "what is no TOML ends all the same",
        arguments: [
            "", "=", "[", "[[", "]", "a", "a =", "a = [", "a = [1", "a = {", "a = { b", "a = \"", "a = '''", "a=\"\\", "\"",
            "a..b=1", "{", "a = [}", "= = =", "[a",
        ])
    func broken(_ text: String) {
        for end in 0...text.utf8.count { _ = KeyLines(Array(text.utf8.prefix(end))) }
    }
}

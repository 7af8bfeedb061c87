import PluginSystem
import Testing

@Suite("A stranger's file name") struct SafeFileNameTests {
    @Test(
        "becomes the name of a file in our folder, and of nothing else",
        arguments: [
            ("report.pdf", "report.pdf"), ("Årsrapport 2025.pdf", "Årsrapport 2025.pdf"), ("お見積書.xlsx", "お見積書.xlsx"),
            ("../../etc/passwd", "passwd"), ("/etc/passwd", "passwd"), ("..\\..\\windows\\system.ini", "system.ini"),
            ("C:\\temp\\new.txt", "new.txt"), ("a/", "a"), ("..", "part"), (".", "part"), ("...", "part"), ("/", "part"),
            ("", "part"), (" ", "part"), ("\u{0}", "part"), ("\u{1B}[2J", "[2J"), ("a\u{0}b.txt", "ab.txt"),
            ("a\nb.txt", "a b.txt"),
            ("gpj\u{202E}exe.txt", "gpjexe.txt"), ("a\u{200B}b", "ab"), (".bashrc", "_bashrc"),
            (".ssh/authorized_keys", "authorized_keys"),
            ("-rf", "_rf"), ("CON", "_CON"), ("con.txt", "_con.txt"), ("COM1.log", "_COM1.log"), ("nul", "_nul"), ("a.", "a"),
            ("a.txt ", "a.txt"), ("a. . .", "a"), ("a<b>c:d\"e|f?g*h", "a_b_c_d_e_f_g_h"), ("a.txt:stream", "a.txt_stream"),
            ("\u{2044}etc\u{2215}passwd", "_etc_passwd"), ("~", "~"), ("~root", "~root"), ("$HOME", "$HOME"),
            ("`id`.txt", "`id`.txt"),
            ("a;rm -rf b", "a;rm -rf b"), ("%2e%2e%2fpasswd", "%2e%2e%2fpasswd"),
        ])
    func name(_ name: String, _ expected: String) {
        #expect(SafeName.fileName(name, else: "part") == expected)
    }

    @Test("a name too long keeps its extension", arguments: ["a", "é", "日", "🦅"])
    func long(_ letter: String) {
        let made = SafeName.fileName(String(repeating: letter, count: 500) + ".pdf", else: "part")
        #expect(made.hasSuffix(".pdf"))
        #expect(made.utf8.count <= 200)
        #expect(SafeName.fileName(String(repeating: letter, count: 500), else: "part").utf8.count <= 200)
        #expect(SafeName.fileName("a." + String(repeating: letter, count: 500), else: "part").utf8.count <= 200)
    }

    @Test("whatever the name, what comes out has no separator and no control, is not hidden and not empty")
    func anything() {
        var dice = SystemRandomNumberGenerator()
        let signs: [Character] = [
            "/", "\\", ".", " ", ":", "\u{0}", "\u{1B}", "\u{202E}", "a", "-", "~", "é", "\n", "*", "con", "\u{200D}",
        ]
        .flatMap { Array($0) }
        for _ in 0..<20_000 {
            let name = String((0..<Int.random(in: 0...12, using: &dice)).map { _ in signs.randomElement(using: &dice)! })
            let made = SafeName.fileName(name, else: "part")
            #expect(!made.isEmpty && made != "." && made != "..")
            #expect(
                !made.unicodeScalars.contains { $0 == "/" || $0 == "\\" || $0.value < 0x20 || $0.value == 0x202E },
                "\(name.debugDescription)")
            #expect(
                !made.hasPrefix(".") && !made.hasPrefix("-") && !made.hasSuffix(".") && !made.hasSuffix(" "),
                "\(name.debugDescription)")
        }
    }
}

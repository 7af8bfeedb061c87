import Testing

@testable import ExportCore

@Suite("Addresses (RFC 5322 section 3.4), the first of a field") struct MailAddressTests {
    @Test(
        "forms",
        arguments: [
            ("anna@example.org", "anna@example.org", ""), ("Anna Blum <anna@x>", "anna@x", "Anna Blum"),
            (#""Blum, \"A\"" <a@x>, b@y"#, "a@x", #"Blum, "A""#), ("anna@x (Anna (B) Blum)", "anna@x", "Anna (B) Blum"),
            ("<a@x>", "a@x", ""), ("=?utf-8?q?Gr=C3=BCn?= <g@x>", "g@x", "Grün"), ("a@x, b@y", "a@x", ""), (", , b@y", "b@y", ""),
            ("Friends: a@x, b@y;", "a@x", ""), ("undisclosed-recipients:;", "", ""), ("<@r1,@r2:a@x>", "a@x", ""), ("", "", ""),
            ("root", "root", ""), ("Anna <a@x", "a@x", "Anna"), ("\"Anna", "Anna", ""), ("(((", "", "(("), ("<>", "", ""),
            (#""a\"#, #"a\"#, ""),
        ])
    func forms(_ text: String, _ address: String, _ name: String) {
        let read = MailAddress(parsing: Array(text.utf8)[...])
        #expect(read.address == address && read.name == name)
    }
}

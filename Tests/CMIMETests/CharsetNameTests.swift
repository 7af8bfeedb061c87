import CMIME
import Testing

private func same(_ one: String, _ other: String) -> Bool {
    withSpan(one) { first in withSpan(other) { mime_charset_same(first, $0) } }
}

@Suite("Charset: names") struct CharsetNameTests {
    @Test(
        "a name is what mail means by it",
        arguments: [
            ("gb2312", "gb18030"), ("GBK", "gb18030"), ("x-gbk", "gb18030"), ("cp936", "gb18030"), ("euc-cn", "gb18030"),
            ("ks_c_5601-1987", "cp949"), ("EUC-KR", "cp949"), ("KSC5601", "cp949"), ("shift_jis", "cp932"), ("x-sjis", "cp932"),
            ("MS_Kanji", "cp932"), ("windows-31j", "cp932"), ("iso-8859-1", "windows-1252"), ("latin1", "windows-1252"),
            ("ISO_8859-1:1987", "windows-1252"), ("cp1252", "windows-1252"), ("us-ascii", "us-ascii"),
            ("ANSI_X3.4-1968", "us-ascii"),
            ("koi8_r", "koi8-r"), ("KOI8-R", "koi8-r"), ("koi8-u", "koi8-u"), ("unicode-1-1-utf-7", "utf-7"), ("UTF8", "utf-8"),
            ("iso-2022-jp", "iso-2022-jp"), ("csISO2022JP", "iso-2022-jp"), ("euc_jp", "euc-jp"), ("big5", "big5"),
            ("Big5-HKSCS", "big5-hkscs"),
            ("hz-gb-2312", "hz-gb-2312"), ("iso-8859-8-i", "iso-8859-8"), ("ISO-8859-6-E", "iso-8859-6"),
            ("iso8859-15", "iso-8859-15"),
            ("iso_8859_2", "iso-8859-2"), ("iso-8859-9", "windows-1254"), ("iso-8859-11", "windows-874"),
            ("TIS-620", "windows-874"),
            ("x-cp1251", "windows-1251"), ("win-1251", "windows-1251"), ("macintosh", "macintosh"),
            ("x-mac-cyrillic", "x-mac-cyrillic"),
            ("ibm850", "ibm850"), ("cp866", "ibm866"), ("utf-16le", "utf-16le"), ("ISO-10646-UCS-2", "utf-16"),
            ("johab", "johab"),
        ])
    func aliases(_ name: String, _ wanted: String) {
        #expect(canonicalCharset(name) == wanted)
    }

    @Test(
        "what stands around a name does not count",
        arguments: [
            "UTF-8", "\"utf-8\"", "'utf-8'", " utf-8 \t", "utf-8*en", "utf-8;", "<utf-8>", "charset=utf-8",
            "\"utf-8; format=flowed",
        ])
    func around(_ name: String) {
        #expect(canonicalCharset(name) == "utf-8")
    }

    @Test(
        "an unknown name has no canonical one",
        arguments: ["", " ", "\"\"", "*en", "x-unknown", "iso-8859-99", "utf-8x", String(repeating: "a", count: 500)])
    func unknown(_ name: String) {
        #expect(canonicalCharset(name) == "")
    }

    @Test(
        "two names of one charset are the same", arguments: [("utf-8", "UTF8"), ("gb2312", "GBK"), ("x-foo", "X_FOO"), ("", "")])
    func sameNames(_ one: String, _ other: String) {
        #expect(same(one, other))
    }

    @Test(
        "names of two charsets are not the same",
        arguments: [("utf-8", "utf-7"), ("utf-8", ""), ("x-foo", "x-bar"), ("us-ascii", "utf-8")])
    func otherNames(_ one: String, _ other: String) {
        #expect(!same(one, other))
    }

    @Test(
        "every canonical name means itself",
        arguments: [
            "us-ascii", "utf-8", "utf-7", "utf-16", "utf-16be", "utf-16le", "utf-32", "utf-32be", "utf-32le", "windows-1250",
            "windows-1251", "windows-1252",
            "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "windows-874",
            "iso-8859-2", "iso-8859-3",
            "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-10", "iso-8859-13", "iso-8859-14",
            "iso-8859-15",
            "iso-8859-16", "koi8-r", "koi8-u", "macintosh", "x-mac-cyrillic", "x-mac-ce", "x-mac-greek", "x-mac-turkish",
            "gb18030", "big5",
            "big5-hkscs", "euc-tw", "cp949", "johab", "iso-2022-kr", "iso-2022-cn", "cp932", "euc-jp", "iso-2022-jp",
            "iso-2022-jp-2",
            "iso-2022-jp-3", "hz-gb-2312", "ibm437", "ibm737", "ibm775", "ibm850", "ibm852", "ibm855", "ibm857", "ibm858",
            "ibm860", "ibm861", "ibm862",
            "ibm863", "ibm865", "ibm866", "ibm869",
        ])
    func canonicalNames(_ name: String) {
        #expect(canonicalCharset(name) == name)
        #expect(convertCharset(Array("plain".utf8) + [0], name).text.isEmpty == false)
    }
}

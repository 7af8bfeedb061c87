/// Mail of which only the form can be seen: letters as x, digits as 0; line ends, dots, blanks and lengths stay.
enum HiddenMail {
    static func octet(_ octet: UInt8) -> UInt8 {
        switch octet {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...: UInt8(ascii: "x")
        default: octet
        }
    }
}

@testable import POP3
import Testing

@Suite("base64 (RFC 4648 section 4)") struct Base64Tests {
    @Test(
        "the vectors of RFC 4648 section 10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(_ plain: String, _ coded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == coded)
        #expect(Base64.decode(coded) == Array(plain.utf8))
        #expect(Base64.length(plain.utf8.count) == coded.utf8.count)
    }

    @Test func everyOctetAtEveryPlaceComesBack() {
        for octet in 0...255 {
            for before in 0..<4 {
                let octets = [UInt8](repeating: 0x5A, count: before) + [UInt8(octet)]
                #expect(Base64.decode(Base64.encode(octets)) == octets)
            }
        }
    }

    @Test(
        "what is not canonical is refused",
        arguments: [
            "Z", "Zg", "Zg=", "Zm9", "Zg===", "=", "====", "Z===", "=Zg=", "Zh==", "Zm9=", "Zg==Zg==", "Zm 9", " Zg==", "Zg==\n",
            "Zm9-", "Zm9_", "Zm\u{E9}",
            "Z\0==", "Zg=A",
        ])
    func refused(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }
}

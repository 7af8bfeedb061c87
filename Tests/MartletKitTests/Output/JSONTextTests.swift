import Foundation
@testable import MartletKit
import Testing

@Suite("JSON (RFC 8259)") struct JSONTextTests {
    @Test func membersInTheOrderGiven() {
        var json = JSONText()
        json.object {
            $0.field("z", "a\"b\\c")
            $0.field("a", Int64.min)
            $0.field("t", true)
            $0.key("list")
            $0.array {
                $0.number(1)
                $0.string("x")
                $0.object { _ in }
                $0.array { _ in }
            }
            $0.field("end", false)
        }
        #expect(json.text == #"{"z":"a\"b\\c","a":-9223372036854775808,"t":true,"list":[1,"x",{},[]],"end":false}"#)
    }

    @Test("a line stays a line, whatever stands in a string") func escapes() {
        var json = JSONText()
        json.string("\n\r\t\0\u{1B}\u{7F}\u{2028}\u{202E}\u{FEFF}é日🦅")
        #expect(json.text == "\"\\n\\r\\t\\u0000\\u001b\\u007f\\u2028\\u202e\\ufeffé日🦅\"")
    }

    @Test("every scalar below U+3000 and some above come back through another parser") func roundTrip() throws {
        let scalars = (0..<0x3000).compactMap { Unicode.Scalar(UInt32($0)) } + ["\u{E0041}", "\u{1F985}", "\u{FFFD}"]
        var text = ""
        for scalar in scalars { text.unicodeScalars.append(scalar) }
        var json = JSONText()
        json.object { $0.field("text", text) }
        let parsed = try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
        #expect(parsed["text"].map { Array($0.unicodeScalars) } == scalars)
        #expect(!json.utf8.contains(10))
    }
}

@testable import ExportCore
import PluginSystem
import Testing

@Suite("texts in a line of JSON") struct JSONLineTests {
    private static func inside(_ text: [UInt8]) -> [UInt8] {
        let out = OctetBuffer()
        text.withUnsafeBytes { JSONLine.append(text: $0, to: out) }
        return Array(out.octets)
    }

    @Test("of octets a wide word is tested at once: each octet, at each place, comes out as it does alone")
    func everyOctetAtEveryPlace() {
        for octet in UInt8.min...UInt8.max {
            // One octet alone is never looked at in a word.
            let alone = Self.inside([octet])
            for count in [8, 9, 16, 23] {
                for place in 0..<count {
                    var text = [UInt8](repeating: UInt8(ascii: "~"), count: count)
                    text[place] = octet
                    let expected = text[..<place] + alone + text[(place + 1)...]
                    #expect(Self.inside(text) == Array(expected), "\(octet) at \(place) of \(count)")
                }
            }
        }
    }
}

import Foundation
@testable import MartletKit
import Testing

@Suite("base64 of octets in JSON (RFC 4648 section 4)") struct Base64TextTests {
    @Test("as Foundation does it", arguments: 0...10) func same(_ count: Int) {
        let octets = (0..<count).map { UInt8(($0 * 97 + 200) % 256) }
        #expect(Base64Text.encode(octets) == Data(octets).base64EncodedString())
    }
}

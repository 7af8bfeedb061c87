import PluginSystem
import Testing

@testable import ExportCore

@Suite("the way back from an mbox") struct MboxUnquoterTests {
    private static let messages = [
        "", "\n", "From ", "From me\n", ">From me\n>>From you\n", "Fro\nFrom\nFrom\r\n", "> >From x\n>>>", ">>>Fro", "x\nFrom ",
        ">",
        "a\r\n\r\n>From b\r\nFrom c", String(repeating: ">", count: 700) + "From far\n",
    ]

    private func quoted(_ octets: [UInt8]) throws -> [UInt8] {
        var (out, quoter) = ([UInt8](), MboxQuoter())
        try octets.withUnsafeBytes { try quoter.feed($0) { out += $0 } }
        try quoter.finish { out += $0 }
        return out
    }

    @Test("gives back what was quoted, cut anywhere", arguments: messages) func everyCut(_ message: String) throws {
        let octets = Array(message.utf8)
        let quoted = try quoted(octets)
        for cut in 0...quoted.count {
            var (out, unquoter) = ([UInt8](), MboxUnquoter())
            for piece in [quoted[..<cut], quoted[cut...]] { Array(piece).withUnsafeBytes { unquoter.feed($0) { out += $0 } } }
            unquoter.finish { out += $0 }
            #expect(out == octets, "cut at \(cut)")
        }
    }
}

@testable import POP3
import Testing

@Suite("capabilities (RFC 2449)") struct CapabilitiesTests {
    @Test func tagsAreComparedWithoutRegardToCase() {
        let found = Capabilities(lines: ["Pipelining", "stls"])
        #expect(found.pipelining && found.stls)
        #expect(found.has("sTLS") && found.entries.map { $0.tag } == ["PIPELINING", "STLS"])
    }

    @Test func parametersStayAsSent() {
        let found = Capabilities(lines: ["IMPLEMENTATION  Shlemazle-Plotz\tv302", "EXPIRE 60"])
        #expect(found["implementation"] == ["Shlemazle-Plotz", "v302"])
        #expect(found["EXPIRE"] == ["60"])
        #expect(found["UIDL"] == nil)
    }

    @Test("mechanisms are in upper case", arguments: [(["SASL plain xoauth2"], ["PLAIN", "XOAUTH2"]), (["sasl"], []), ([], [])])
    func mechanisms(_ lines: [String], _ mechanisms: [String]) {
        #expect(Capabilities(lines: lines).mechanisms == mechanisms)
    }

    @Test("a keyword inside another capability announces nothing (FIELD: quirk 28)") func inside() {
        let found = Capabilities(lines: ["IMPLEMENTATION STLS PIPELINING", "XSTLS", "STLSX"])
        #expect(!found.stls && !found.pipelining)
    }

    @Test("lines without a word are nothing", arguments: ["", " ", "\t"]) func blank(_ line: String) {
        #expect(Capabilities(lines: [line]).entries.isEmpty)
    }

    @Test func theFirstOfTwoCounts() {
        #expect(Capabilities(lines: ["SASL PLAIN", "SASL LOGIN"]).mechanisms == ["PLAIN"])
    }
}

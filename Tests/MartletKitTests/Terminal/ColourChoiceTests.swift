@testable import MartletKit
import Testing

@Suite("when words are coloured") struct ColourChoiceTests {
    @Test(
        "the option goes first, then NO_COLOR, CLICOLOR_FORCE and TERM",
        arguments: [
            (ColourChoice.auto, true, ["TERM": "xterm"], true), (.auto, true, ["TERM": "xterm", "NO_COLOR": ""], true),
            (.auto, true, ["TERM": "xterm", "NO_COLOR": "1"], false), (.auto, true, ["TERM": "dumb"], false),
            (.auto, true, [:], false),
            (.auto, false, ["TERM": "xterm"], false), (.auto, false, ["CLICOLOR_FORCE": "1"], true),
            (.auto, false, ["TERM": "xterm", "CLICOLOR_FORCE": "0"], false),
            (.auto, false, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], false),
            (.auto, true, ["TERM": "dumb", "CLICOLOR_FORCE": "1"], true),
            (.always, false, ["NO_COLOR": "1", "TERM": "dumb"], true),
            (.never, true, ["CLICOLOR_FORCE": "1", "TERM": "xterm"], false),
        ])
    func table(_ choice: ColourChoice, _ isTerminal: Bool, _ environment: [String: String], _ wanted: Bool) {
        #expect(choice.wants(isTerminal: isTerminal) { environment[$0] } == wanted)
    }
}

@testable import MartletKit
import Testing

@Suite("the first ^C") struct StopNoticeTests {
    @Test("says what is finished and what the second would do") func words() {
        #expect(
            StopNotice.lines(126, 2_202_010, marks: 13) == [
                "^C stopping after message 126 (2.1 MB to go). Ctrl-C again hangs up;",
                "   13 marked messages would then stay on the server.",
            ])
        #expect(StopNotice.lines(7, nil, marks: 0) == ["^C stopping after message 7. Ctrl-C again hangs up"])
    }
}

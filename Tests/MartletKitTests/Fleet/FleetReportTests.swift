@testable import MartletKit
import Testing

@Suite("the account of a run over many accounts") struct FleetReportTests {
    @Test(
        "one exit code for many",
        arguments: [
            ([], 0), ([0, 0], 0), ([0, 75], 75), ([75, 75], 75), ([75, 77], 77), ([75, 69, 68, 65], 69), ([77, 74, 73], 74),
            ([76, 69], 76), ([78, 74], 78), ([64, 77], 64), ([70, 78], 70), ([130, 70], 130), ([0, 130], 130), ([1, 1], 1),
            ([1, 0], 0),
            ([1, 75], 75), ([0, 99], 70), ([68, 65], 68), ([65, 75], 65), ([73, 77], 73),
        ] as [([Int32], Int32)])
    func merged(_ codes: [Int32], _ code: Int32) { #expect(ExitCode.merged(codes) == code) }

    @Test("every code that is a failure has its place") func complete() {
        #expect(Set(ExitCode.bySeriousness) == Set(ExitCode.allCases).subtracting([.ok, .nothingNew]))
        #expect(ExitCode.bySeriousness.count == Set(ExitCode.bySeriousness).count)
        #expect(ExitCode.bySeriousness.last == .tryLater)
    }

    private func shown(_ results: [FleetResult], _ change: (Console) -> Void = { _ in }) throws -> String {
        let bench = try Bench(running().mailbox())
        change(bench.workspace.console)
        FleetReport(results: results).show(on: bench.workspace.console)
        return try bench.error()
    }

    private static let mixed = [
        FleetResult("anna", code: 0, failure: nil),
        FleetResult("berta", code: 77, failure: Failure(.noPermission, "x", "sign-in refused for berta", hint: "h")),
        FleetResult("c", code: 69, failure: nil), .notStarted("dora"),
    ]

    @Test("a line each, then what failed and how to go on") func people() throws {
        #expect(
            try shown(Self.mixed) == """
                ok   anna
                77   berta  sign-in refused for berta
                69   c      exit code 69
                130  dora   not started
                error: 3 of 4 accounts failed
                  kept: the other is done
                  try: the same line with --account berta --account c --account dora

                """)
        #expect(
            try shown([FleetResult("a", code: 0, failure: nil), FleetResult("b", code: 1, failure: nil)]).hasSuffix(
                "2 accounts: all ok\n"))
    }

    @Test("under -q only what failed") func quiet() throws {
        #expect(try shown(Self.mixed) { $0.isQuiet = true }.hasPrefix("error: 3 of 4 accounts failed\n"))
        #expect(try shown([FleetResult("a", code: 0, failure: nil)]) { $0.isQuiet = true } == "")
    }

    @Test("in JSON an object each, and one error for all") func json() throws {
        #expect(
            try shown(Self.mixed) { $0.format = .json } == """
                {"account":"anna","exit":0}
                {"account":"berta","exit":77,"message":"sign-in refused for berta"}
                {"account":"c","exit":69,"message":"exit code 69"}
                {"account":"dora","exit":130,"message":"not started"}
                {"error":{"kind":"accounts","message":"3 of 4 accounts failed","kept":"the other is done","hint":"the same line with --account berta --account c --account dora","exit":130}}

                """)
    }

    @Test("where all failed, or many, the line itself is the hint") func hint() {
        let all = FleetReport(results: [FleetResult("a", code: 75, failure: nil)])
        #expect(all.failure?.text == "error: 1 of 1 account failed\n  try: the same line again")
        #expect(all.code == 75)
        let many = FleetReport(results: (0..<20).map { FleetResult("a\($0)", code: $0 == 0 ? 0 : 75, failure: nil) })
        #expect(many.failure?.hint == "the same line again")
    }

    @Test("only what goes away by itself is to be tried again; else the first account's next step is the hint") func mend() {
        let wrong = Failure(.usage, "usage", "no", hint: "headers all")
        let refused = FleetResult("b", code: 77, failure: Failure(.noPermission, "x", "no", hint: "account password b"))
        let away = FleetResult("c", code: 75, failure: Failure(.tryLater, "x", "no", hint: "later"))
        #expect(FleetReport(results: [FleetResult("a", code: 64, failure: wrong)]).failure?.hint == "headers all")
        #expect(FleetReport(results: [away, refused]).failure?.hint == "account password b")
        #expect(FleetReport(results: [away, FleetResult("d", code: 70, failure: nil)]).failure?.hint == "help exit-codes")
    }

    @Test("the line of progress") func progress() {
        #expect(
            FleetView.text("export", 3, 10, Meter.Reading(messages: 1234, octets: 5 << 20), .seconds(2))
                == "export  [######··············]  3/10 accounts  1234 messages  5.0 MB  2.5 MB/s")
    }
}

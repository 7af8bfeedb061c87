import Foundation
import MartletDemo

/// What one thread works with: a server, and for each point a folder and a state of its own.
final class TortureLane {
    /// Far above what a run takes, for a machine that is busy.
    private static let limit: Duration = .seconds(60)

    let variant: TortureVariant
    let fault: DiskFault
    let findings: Findings
    let scratch: Scratch
    let site: Site
    let messages = TortureVariant.messages

    init(_ variant: TortureVariant, _ fault: DiskFault, _ findings: Findings) throws {
        (self.variant, self.fault, self.findings) = (variant, fault, findings)
        scratch = try Scratch(inMemory: true)
        site = try Site(messages)
    }

    /// One run with the fault at call `number` of these threads, then one without.
    /// - Returns: the call that was hit; nil when the run has fewer calls.
    func point(_ number: Int, of threads: FaultShim.Threads) throws -> FaultShim.Hit? {
        let point = scratch.at("point")
        let state = point + "/state"
        let place = point + "/in/mail"
        try? FileManager.default.removeItem(atPath: point)
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        site.server.replaceMaildrop(messages)
        site.server.forgetRecord()
        let words = scratch.options(site) + ["export", "all", place] + variant.options
        let home = ["XDG_STATE_HOME": state]

        let report = scratch.at("count")
        try? FileManager.default.removeItem(atPath: report)
        let shim = try FaultShim.environment(fault, at: number, of: threads, report: report)
            .merging(variant.environment) { $1 }
        let faulty = try scratch.martlet(words, environment: home.merging(shim) { $1 }, limit: Self.limit)
        let hit: FaultShim.Hit?
        do { hit = try FaultShim.hit(report) } catch { throw Martlet.Missing(what: "\(error); \(faulty)") }
        guard let hit else { return nil }
        findings.count()
        _ = site.server.waitUntilIdle()
        let name = "\(fault.rawValue) at call \(number) of \(threads), \(hit.call) of \(hit.path.replacing(point, with: ""))"
        func expect(_ flaws: [String]) { for flaw in flaws { findings.expect(false, "\(name): \(flaw)") } }

        let recorded = try LedgerRows(state: state, copy: scratch.at("copy"))
        expect(flaws(of: faulty, hit, place))
        expect(flawsOfPromises(recorded, place))

        site.server.forgetRecord()
        let clean = try scratch.martlet(words, environment: home, limit: Self.limit)
        _ = site.server.waitUntilIdle()
        if clean.code != 0 { expect(["the next run: \(clean)"]) }
        expect(variant.left(place).flawsOfWhole(expecting: messages).map { "after the next run: \($0)" })
        let rows = try LedgerRows(state: state, copy: scratch.at("copy"))
        expect(rows.flaws(expecting: messages, in: variant.left(place)).map { "after the next run: \($0)" })
        if site.fetched.count > messages.count - recorded.rows.count {
            expect(["the next run fetched \(site.fetched.count) although \(recorded.rows.count) were recorded"])
        }
        if variant.deletes, !site.server.messages().isEmpty { expect(["\(site.server.messages().count) not deleted in the end"]) }
        return hit
    }

    /// How the run with the fault ended, and what it said.
    private func flaws(of ended: Ended, _ hit: FaultShim.Hit, _ place: String) -> [String] {
        var flaws: [String] = []
        if ended.wasLate { return ["it hung"] }
        if fault.kills {
            if ended.signal != SIGKILL { flaws.append("it was not killed: \(ended)") }
            return flaws
        }
        guard let code = ended.code else { return ["it died: \(ended)"] }
        let left = variant.left(place)
        if code == 0 {
            flaws += left.flawsOfWhole(expecting: messages).map { "success, but \($0)" }
            // On a full disk a sync goes well.
            let failedSync = fault != .full && hit.syncs && hit.path.hasPrefix(scratch.at("point/in"))
            if failedSync { flaws.append("success, but it is not durable") }
            if variant.deletes, !site.server.messages().isEmpty { flaws.append("success, but not all are deleted") }
        } else {
            if ![73, 74].contains(code) { flaws.append("no code for a disk: \(ended)") }
            if !ended.errorText.contains("error: ") { flaws.append("no word of it: \(ended)") }
            // What it says it kept is kept.
            let said = ended.errorText.firstMatch(of: /all ([0-9]+) are complete/).flatMap { Int($0.1) } ?? 0
            if said > left.count { flaws.append("\(left.count) there: \(ended)") }
        }
        return flaws
    }

    /// What holds at any moment: a name means whole, a row means a name, a message that left the server means a row.
    private func flawsOfPromises(_ recorded: LedgerRows, _ place: String) -> [String] {
        let left = variant.left(place)
        var flaws = left.flaws(expecting: messages)
        let remaining = site.server.messages()
        for message in messages {
            let isRecorded = recorded.rows.contains { $0.uniqueID == message.uniqueID }
            if isRecorded, !left.holds(message) { flaws.append("\(message.fileName) is recorded and not there") }
            if remaining.contains(message) { continue }
            if !variant.deletes { flaws.append("\(message.fileName) is gone from the server") }
            if !left.holds(message) { flaws.append("\(message.fileName) is gone from the server and not there") }
            if !isRecorded { flaws.append("\(message.fileName) is gone from the server and not recorded") }
        }
        return flaws
    }
}

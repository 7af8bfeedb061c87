import Foundation
import Synchronization
import Testing

extension EndToEnd {
    @Suite(
        "every call of an export that changes the disk, failing",
        .enabled(if: FaultShim.works, "needs Linux: the shim is loaded with LD_PRELOAD"))
    struct Torture {
        @Test("nothing lost, half or twice, and the next run completes", arguments: TortureVariant.all, DiskFault.allCases)
        func everyCall(_ variant: TortureVariant, _ fault: DiskFault) throws {
            let findings = Findings()
            let calls = Mutex<[String: Int]>([:])
            let began = ContinuousClock.now
            let workers = 4
            let (stride, phase) = (variant.stride(fault), DiskFault.allCases.firstIndex(of: fault)!)
            onThreads(workers) { worker in
                do {
                    let lane = try TortureLane(variant, fault, findings)
                    for threads in FaultShim.Threads.allCases {
                        // One call of each block, another one in each: calls come in a rhythm.
                        var block = worker
                        while let hit = try lane.point(block * stride + (block + phase) % stride + 1, of: threads) {
                            calls.withLock { $0[hit.call, default: 0] += 1 }
                            block += workers
                        }
                    }
                } catch {
                    findings.expect(false, "a thread gave up: \(error)")
                }
            }
            let seen = calls.withLock { $0.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" } }
            let seconds = (ContinuousClock.now - began).components.seconds
            print(
                "end to end: export to \(variant.testDescription), \(fault.rawValue): \(findings.tried) points in \(seconds) s"
                    + (stride == 1 ? "" : ", one in \(stride)")
                    + (phase == 0 ? " (\(seen.joined(separator: ", ")))" : ""))
            #expect(findings.tried * stride > 50 * variant.commits, "the shim misses calls")
            let syncs = calls.withLock { $0["syncfs"] ?? 0 }
            if stride == 1, fault == .enospc, variant.commits > 1 {
                #expect(syncs >= variant.commits, "one commit alone: give the run fewer files")
            }
            #expect(findings.wrong == 0, "\(findings.report)")
        }
    }
}

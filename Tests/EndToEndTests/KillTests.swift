import Foundation
import MartletDemo
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension EndToEnd {
    @Suite("kill -9 in the middle of an export") struct Kills {
        private static let kills = 100
        private static let killsPerFolder = 4

        /// A full batch and a part of another; sizes from nothing to a few hundred octets, so that the commits take their share.
        private static let messages: [DemoMessage] = (1...1200).map { number in
            let lines = String(repeating: ".line \(number)\r\n", count: number * 37 % 40)
            return DemoMessage(uniqueID: "kill-\(number)", text: number == 7 ? "" : "Subject: \(number)\r\n\r\n" + lines)
        }

        @Test("all messages once, all whole, behind a hundred kills at random moments")
        func hundred() throws {
            let scratch = try Scratch()
            let site = try Site(Self.messages)
            var random = SeededGenerator(seed: UInt64(Date().timeIntervalSince1970))
            let seed = random.seed

            // How long a run lasts, for whole and for small batches; shortened when a kill came too late.
            var lengths = try [false, true].map { small in
                let began = ContinuousClock.now
                let calm = try start(scratch, site, "calm-\(small)", smallBatches: small).wait()
                let length = ContinuousClock.now - began
                #expect(calm.code == 0, "\(calm)")
                #expect(Exported(scratch.at("calm-\(small)")).flawsOfWhole(expecting: Self.messages) == [])
                return length
            }

            var kills = 0, late = 0, storing = 0, unlisted = 0, folder = 0
            while kills < Self.kills, late < 3 * Self.kills {
                folder += 1
                let name = "killed-\(folder)"
                let small = !folder.isMultiple(of: 3)
                for _ in 0..<Self.killsPerFolder {
                    let child = try start(scratch, site, name, smallBatches: small)
                    // Every other one late, where the files get their names.
                    let moment =
                        lengths[small ? 1 : 0] * Double.random(in: (kills.isMultiple(of: 2) ? 0 : 0.5)...1, using: &random)
                    usleep(UInt32(moment / .microseconds(1)))
                    child.kill()
                    let ended = child.wait()
                    let left = Exported(scratch.at(name))
                    #expect(left.flaws(expecting: Self.messages) == [], "seed \(seed), folder \(folder)")
                    guard ended.signal == SIGKILL else {
                        #expect(ended.code == 0, "seed \(seed): \(ended)")
                        late += 1
                        lengths[small ? 1 : 0] = lengths[small ? 1 : 0] * 0.9
                        break
                    }
                    kills += 1
                    if (1..<Self.messages.count).contains(left.messages.count) { storing += 1 }
                    if left.messages.count > left.manifest.count { unlisted += 1 }
                }
                _ = site.server.waitUntilIdle()
                let clean = try start(scratch, site, name, smallBatches: false).wait()
                #expect(clean.code == 0, "seed \(seed), folder \(folder): \(clean)")
                #expect(Exported(scratch.at(name)).flawsOfWhole(expecting: Self.messages) == [], "seed \(seed), folder \(folder)")
                try FileManager.default.removeItem(atPath: scratch.at(name))
            }
            print(
                "end to end: \(kills) kills of a running export in \(folder) folders, seed \(seed): \(storing) left a part of the "
                    + "files, \(unlisted) left files the manifest did not list yet; \(late) more came too late")
            #expect(kills >= Self.kills)
        }

        /// - Parameter smallBatches: hardly any descriptors, so that a commit comes every hundred messages and the kills find more
        ///   of them.
        private func start(_ scratch: Scratch, _ site: Site, _ folder: String, smallBatches: Bool) throws -> Child {
            let words = scratch.options(site) + ["-q", "export", "all", scratch.at(folder)]
            guard smallBatches else { return try scratch.start(words) }
            return try Child(
                "/bin/sh", ["-c", "ulimit -n 164; exec \"$0\" \"$@\"", try Martlet.path()] + words,
                environment: scratch.environment,
                capture: scratch.at("capture"))
        }
    }
}

/// SplitMix64: the seed is printed, so that moments can be had again.
struct SeededGenerator: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) { (self.seed, state) = (seed, seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

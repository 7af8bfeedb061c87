import Foundation
@testable import MartletKit
import Synchronization
import Testing

@Suite("the header cache") struct HeaderCacheTests {
    private let folder: ScratchFolder
    private var path: String { folder.path + "/headers.sqlite" }
    private let log = Lines()

    init() throws { folder = try ScratchFolder() }

    private final class Lines: Sendable {
        let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var count: Int { lines.withLock(\.count) }
    }

    private func opened(limit: Int64 = HeaderCache.limitOctets) -> HeaderCache {
        let log = log
        return HeaderCache(path: path, limitOctets: limit) { log.add($0) }
    }

    private func row(_ uid: String, _ listed: Int64, _ block: String) -> HeaderCache.Row {
        HeaderCache.Row(uid: Array(uid.utf8), listed: listed, block: Array(block.utf8))
    }

    private func block(_ cache: HeaderCache, _ account: String, _ uid: String, _ listed: Int64) -> String? {
        var block: [UInt8] = []
        let isThere = Array(uid.utf8).withUnsafeBytes { cache.read(account, $0, listed, into: &block) }
        return isThere ? String(decoding: block, as: UTF8.self) : nil
    }

    @Test("gives back what was stored, by account, unique-id and size, in the next run too")
    func storing() throws {
        let cache = opened()
        cache.store([row("a", 1, "one"), row("a", 2, "two"), row("b", -1, "")], account: "anna")
        cache.store([row("a", 1, "other")], account: "bert")
        cache.store([row("a", 2, "second")], account: "anna")
        for cache in [cache, opened()] {
            #expect(block(cache, "anna", "a", 1) == "one")
            #expect(block(cache, "anna", "a", 2) == "second")
            #expect(block(cache, "anna", "b", -1) == "")
            #expect(block(cache, "bert", "a", 1) == "other")
            #expect(block(cache, "bert", "b", -1) == nil && block(cache, "carla", "a", 1) == nil)
            cache.endReading()
        }
        #expect(mode(of: path) == 0o600)
        #expect(log.count == 0)
    }

    @Test("a file that is no database, or of another version, is begun anew")
    func anew() throws {
        try Data("this is no database, and long enough to be looked at as one".utf8).write(to: URL(fileURLWithPath: path))
        let cache = opened()
        #expect(cache.works && log.count == 1)
        cache.store([row("a", 1, "one")], account: "anna")
        #expect(block(cache, "anna", "a", 1) == "one")
    }

    @Test("a file that breaks while it is used is begun anew, without a failure")
    func breaking() throws {
        let cache = opened()
        cache.store((0..<2000).map { row("uid\($0)", 1, String(repeating: "x", count: 400)) }, account: "anna")
        cache.endReading()
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.write(contentsOf: Data(repeating: 0xFF, count: size))
        try file.close()
        unlink(path + "-wal")
        let second = opened()
        for number in 0..<2000 { _ = block(second, "anna", "uid\(number)", 1) }
        second.store([row("a", 1, "one")], account: "anna")
        second.store([row("a", 1, "one")], account: "anna")
        #expect(block(second, "anna", "a", 1) == "one")
        #expect(log.count >= 1)
    }

    @Test("a place that cannot be written is done without") func unwritable() throws {
        let cache = HeaderCache(path: folder.path + "/none/headers.sqlite") { [log] in log.add($0) }
        #expect(!cache.works && log.count >= 1)
        cache.store([row("a", 1, "one")], account: "anna")
        #expect(block(cache, "anna", "a", 1) == nil)
    }

    @Test("above its limit the oldest go") func bounded() throws {
        let cache = opened(limit: 2 << 20)
        let text = String(repeating: "x", count: 10_000)
        for batch in 0..<40 { cache.store((0..<10).map { row("\(batch)-\($0)", 1, text) }, account: "anna") }
        #expect(block(cache, "anna", "0-0", 1) == nil)
        #expect(block(cache, "anna", "39-9", 1) == text)
        cache.endReading()
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        #expect(size < 4 << 20)
        #expect(log.count == 0)
    }

    @Test("many threads write and read at once") func threads() throws {
        let path = path
        let log = log
        let wrong = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            let cache = HeaderCache(path: path) { log.add($0) }
            for round in 0..<20 {
                let uid = Array("\(thread)-\(round)".utf8)
                cache.store([HeaderCache.Row(uid: uid, listed: 1, block: uid)], account: "account \(thread % 3)")
                var block: [UInt8] = []
                let isThere = uid.withUnsafeBytes { cache.read("account \(thread % 3)", $0, 1, into: &block) }
                if !isThere || block != uid { wrong.add(1, ordering: .relaxed) }
            }
            cache.endReading()
        }
        #expect(wrong.load(ordering: .relaxed) == 0)
        #expect(log.count == 0)
    }
}

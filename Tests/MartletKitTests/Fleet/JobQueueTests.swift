@testable import MartletKit
import Testing

@Suite("which account is next") struct JobQueueTests {
    private func startable(_ queue: inout JobQueue) -> [Int] {
        var started: [Int] = []
        while let job = queue.next() { started.append(job) }
        return started
    }

    @Test("no more than so many at once, in order") func jobs() {
        var queue = JobQueue(hosts: ["a", "b", "c", "d", "e"], jobs: 3, perHost: 9)
        #expect(startable(&queue) == [0, 1, 2])
        queue.end(1)
        #expect(startable(&queue) == [3])
        #expect(queue.running == 3)
    }

    @Test("a host that is busy is passed over, in any spelling, and served in order later") func perHost() {
        var queue = JobQueue(hosts: ["a", "A", "a", "b", "a"], jobs: 9, perHost: 2)
        #expect(startable(&queue) == [0, 1, 3])
        queue.end(3)
        #expect(startable(&queue) == [])
        queue.end(1)
        #expect(startable(&queue) == [2])
        queue.end(0)
        queue.end(2)
        #expect(startable(&queue) == [4])
        queue.end(4)
        #expect(queue.running == 0 && startable(&queue) == [])
    }

    @Test("every job runs once, and the limits hold all the time") func random() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            let hosts = (0..<40).map { _ in "h\(Int.random(in: 0..<5, using: &random))" }
            var queue = JobQueue(hosts: hosts, jobs: 7, perHost: 2)
            var running: Set<Int> = []
            var done: Set<Int> = []
            while done.count < hosts.count {
                while let job = queue.next() {
                    #expect(running.insert(job).inserted && !done.contains(job))
                }
                #expect(running.count <= 7)
                for host in Set(hosts) { #expect(running.count { hosts[$0] == host } <= 2) }
                guard let ended = running.randomElement(using: &random) else { break }
                running.remove(ended)
                done.insert(ended)
                queue.end(ended)
            }
            #expect(done.count == hosts.count)
        }
    }
}

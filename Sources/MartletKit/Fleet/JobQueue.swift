/// Which job is next: in order, but for hosts that have as many connections as they may.
struct JobQueue {
    private let hosts: [String]
    private let jobs: Int
    private let perHost: Int
    private var waiting: [Int]
    /// Connections to each host now.
    private var busy: [String: Int] = [:]
    /// Jobs under way.
    private(set) var running = 0

    /// - Parameters:
    ///   - hosts: of each job.
    ///   - jobs: most at once; at least 1.
    ///   - perHost: most to one host at once; at least 1.
    init(hosts: [String], jobs: Int, perHost: Int) {
        self.hosts = hosts.map { $0.lowercased() }
        self.jobs = jobs
        self.perHost = perHost
        waiting = Array(hosts.indices)
    }

    /// Takes the next job that may begin now; nil where none may.
    mutating func next() -> Int? {
        guard running < jobs, let at = waiting.firstIndex(where: { busy[hosts[$0], default: 0] < perHost }) else { return nil }
        let job = waiting.remove(at: at)
        busy[hosts[job], default: 0] += 1
        running += 1
        return job
    }

    /// A job that ``next()`` gave is over.
    mutating func end(_ job: Int) {
        busy[hosts[job], default: 1] -= 1
        running -= 1
    }
}

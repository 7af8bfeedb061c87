#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// How many files may be open at once: sixty jobs fit no soft limit of 1,024.
enum DescriptorLimit {
    /// A session, its ledger, and what a command opens at the very least.
    private static let leastPerJob = 40
    /// What `export` takes where it can get it: a thousand messages in a batch.
    private static let wantedPerJob = 1100
    /// So many jobs run where the system has less than that for each: a batch takes what is there and leaves enough for three.
    private static let jobsWhereShort = 4
    /// The program's own.
    private static let own = 64

    /// Raises the soft limit as far as so many jobs want it and the system lets.
    /// - Returns: how many jobs fit, at least 1.
    static func jobs(_ wanted: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return wanted }
        let need = rlim_t(own + wanted * wantedPerJob)
        if limit.rlim_cur < need {
            var raised = limit
            raised.rlim_cur = min(need, limit.rlim_max)
            if setrlimit(files, &raised) == 0 { limit = raised }
        }
        return fitting(wanted, descriptors: Int(min(limit.rlim_cur, need)))
    }

    static func fitting(_ wanted: Int, descriptors: Int) -> Int {
        let room = max(0, descriptors - own)
        return max(1, min(wanted, max(room / wantedPerJob, min(jobsWhereShort, room / leastPerJob))))
    }

    #if canImport(Glibc)
    private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let files = RLIMIT_NOFILE
    #endif
}

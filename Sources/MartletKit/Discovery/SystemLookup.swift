internal import CService
public import POP3

/// The real network: the system's resolver, its `curl`, and a session of our own.
public struct SystemLookup: ServiceLookup {
    private let trust: Trust

    /// - Parameter trust: for the server that is tried.
    public init(trust: Trust) { self.trust = trust }

    public func srv(_ name: String) -> [ServiceRecord]? {
        let capacity = Int(MSV_RECORDS_MAX)
        return withUnsafeTemporaryAllocation(of: msv_record.self, capacity: capacity) { records in
            let count = msv_ask(name, Int32(Discovery.limit.components.seconds), records.baseAddress!, capacity)
            guard count >= 0 else { return nil }
            return records.prefix(Int(count)).map { record in
                let target = withUnsafeBytes(of: record.target) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                return ServiceRecord(priority: record.priority, weight: record.weight, port: record.port, target: target)
            }
        }
    }

    /// No HTTP client of our own: `curl` is on every machine, and its TLS is the system's.
    public func https(_ url: String) -> HTTPSAnswer {
        let words = [
            "curl", "-q", "--silent", "--fail", "--location", "--max-redirs", "3", "--proto", "=https", "--proto-redir", "=https",
            "--max-time", String(Discovery.limit.components.seconds), "--max-filesize", String(Discovery.autoconfigLimitOctets),
            "--url", url,
        ]
        switch Helper.output(of: words, limitOctets: Discovery.autoconfigLimitOctets, within: Discovery.limit) {
        case .success(let octets): return .octets(octets)
        case .failure(let error): return error.isMissing ? .notAsked : .nothing
        }
    }

    public func greets(_ endpoint: Endpoint) -> Bool {
        var options = Session.Options()
        options.deadlines = Deadlines(connect: Discovery.limit, read: Discovery.limit)
        options.trust = trust
        do throws(POP3Error) {
            try Session(to: endpoint, options: options).quit()
            return true
        } catch { return false }  // whatever the reason: it is not offered as a find
    }
}

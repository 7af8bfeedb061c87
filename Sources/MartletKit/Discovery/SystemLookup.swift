internal import CService
public import POP3

/// The real network: the system's resolver, its `curl`, and a session of our own.
public struct SystemLookup: ServiceLookup {
    /// Another network in place of the real one, for tests: a name server and a web server on loopback.
    struct Detour: Sendable {
        /// On 127.0.0.1.
        var nameServerPort: UInt16
        /// On 127.0.0.1; every HTTPS address leads there, and is believed as far as its certificate is that name's.
        var httpsPort: UInt16
        /// Who signs that certificate, a PEM file.
        var authority: String
    }

    private let trust: Trust
    private let detour: Detour?

    /// - Parameter trust: for the server that is tried.
    public init(trust: Trust) { self.init(trust: trust, detour: nil) }

    init(trust: Trust, detour: Detour?) { (self.trust, self.detour) = (trust, detour) }

    public func srv(_ name: String) -> [ServiceRecord]? {
        let capacity = Int(MSV_RECORDS_MAX)
        return withUnsafeTemporaryAllocation(of: msv_record.self, capacity: capacity) { records in
            let count = ask(name, records)
            guard count >= 0 else { return nil }
            return records.prefix(Int(count)).map { record in
                let target = withUnsafeBytes(of: record.target) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                return ServiceRecord(priority: record.priority, weight: record.weight, port: record.port, target: target)
            }
        }
    }

    private func ask(_ name: String, _ records: UnsafeMutableBufferPointer<msv_record>) -> Int32 {
        let seconds = Int32(Discovery.limit.components.seconds)
        guard let detour else { return msv_ask(name, seconds, nil, records.baseAddress!, records.count) }
        var server = msv_server(address: (127, 0, 0, 1), port: detour.nameServerPort)
        return msv_ask(name, seconds, &server, records.baseAddress!, records.count)
    }

    /// No HTTP client of our own: `curl` is on every machine, and its TLS is the system's.
    public func https(_ url: String) -> HTTPSAnswer {
        var words = [
            "curl", "-q", "--silent", "--fail", "--location", "--max-redirs", "3", "--proto", "=https", "--proto-redir", "=https",
            "--max-time", String(Discovery.limit.components.seconds), "--max-filesize", String(Discovery.autoconfigLimitOctets),
            "--url", url,
        ]
        // The name is asked for and checked as ever; only the connection goes elsewhere.
        if let detour {
            words += ["--noproxy", "*", "--connect-to", "::127.0.0.1:\(detour.httpsPort)", "--cacert", detour.authority]
        }
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

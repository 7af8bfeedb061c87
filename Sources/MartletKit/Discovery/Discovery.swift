internal import Dispatch
internal import Synchronization
internal import POP3

/// Where a domain's POP3 server is: everybody who may know is asked at once, and each answer says where it came from.
///
/// Sends the domain, not the address, unless told otherwise. Never invents a host: `pop.DOMAIN` counts only where a server with a
/// certificate for that name greets.
public struct Discovery {
    /// For all of it.
    public static let limit = Duration.seconds(5)
    /// Largest autoconfig document read, in octets: real ones have five thousand.
    public static let autoconfigLimitOctets = 256 * 1024
    /// Where Mozilla keeps a document for each large provider.
    static let directory = "autoconfig.thunderbird.net"

    /// What came of it.
    struct Outcome: Equatable {
        /// The best first.
        var findings: [Finding] = []
        /// Lines for people about what was not found.
        var remarks: [String] = []
    }

    let address: MailAddress
    let sendsAddress: Bool
    let lookup: any ServiceLookup
    var limit = Self.limit

    private enum Answer {
        case srv(isTLS: Bool, [ServiceRecord]?)
        case document(Finding.Source, origin: String, HTTPSAnswer)
        case probe(Endpoint, Bool)
    }

    func run() -> Outcome {
        let asks = questions()
        let answers = Answers(asks.count)
        let wake = DispatchSemaphore(value: 0)
        for (index, ask) in asks.enumerated() {
            let thread = WorkerThread {
                answers.put(ask(), at: index)
                wake.signal()
            }
            // Who has not answered in time is not waited for.
            if let thread { thread.leave() } else { wake.signal() }
        }
        let end = ContinuousClock.now + limit
        var left = asks.count
        while left > 0, ContinuousClock.now < end, !Interrupt.isRequested {
            if wake.wait(timeout: .now() + .milliseconds(50)) == .success { left -= 1 }
        }
        return outcome(answers.now)
    }

    private func questions() -> [@Sendable () -> Answer] {
        let (lookup, domain) = (lookup, address.domain)
        let query = sendsAddress ? "?emailaddress=" + Self.percentEncoded(address.text) : ""
        let probed = Endpoint(host: "pop.\(domain)", security: .tls)
        let own = "autoconfig.\(domain)"
        return [
            { .srv(isTLS: true, lookup.srv("_pop3s._tcp.\(domain)")) },
            { .srv(isTLS: false, lookup.srv("_pop3._tcp.\(domain)")) },
            { .document(.autoconfig, origin: own, lookup.https("https://\(own)/mail/config-v1.1.xml\(query)")) },
            {
                .document(
                    .wellKnown, origin: domain,
                    lookup.https("https://\(domain)/.well-known/autoconfig/mail/config-v1.1.xml\(query)"))
            },
            { .document(.directory, origin: Self.directory, lookup.https("https://\(Self.directory)/v1.1/\(domain)")) },
            { .probe(probed, lookup.greets(probed)) },
        ]
    }

    private func outcome(_ answers: [Answer?]) -> Outcome {
        var outcome = Outcome()
        var unasked = 0
        for answer in answers.compactMap(\.self) {
            switch answer {
            case .srv(let isTLS, let records?):
                if records.contains(where: { $0.target == "." }) {
                    outcome.remarks.append("DNS SRV says that \(isTLS ? "POP3 with TLS" : "POP3") is not offered (RFC 6186)")
                }
                let usable = records.filter { $0.target != "." && $0.port > 0 && MailAddress.isHost($0.target) }
                for record in usable.sorted(by: { ($0.priority, $1.weight) < ($1.priority, $0.weight) }) {
                    let place = Endpoint(host: record.target.lowercased(), port: record.port, security: isTLS ? .tls : .stls)
                    outcome.findings.append(Finding(.srv, origin: "RFC 6186", place))
                }
            case .srv(_, nil): outcome.remarks.append("DNS SRV  nobody answered")
            case .document(let source, let origin, .octets(let octets)):
                let read = Autoconfig.servers(in: octets, for: address)
                for server in read.servers {
                    outcome.findings.append(
                        Finding(source, origin: origin, server.endpoint, user: server.user, remark: server.remark))
                }
                if let remark = read.remark { outcome.remarks.append("\(source.name) of \(origin)  \(remark)") }
            case .document(_, _, .notAsked): unasked += 1
            case .document(_, _, .nothing): break
            case .probe(let endpoint, let greets):
                if greets {
                    outcome.findings.append(Finding(.probe, origin: "it answers, and its certificate is right", endpoint))
                }
            }
        }
        if unasked > 0 { outcome.remarks.append("autoconfig was not asked: there is no curl") }
        if answers.contains(where: { $0 == nil }) { outcome.remarks.append("not everybody answered in time") }
        // Stable: what one source says keeps its order.
        outcome.findings = outcome.findings.enumerated().sorted {
            ($0.element.source, $0.offset) < ($1.element.source, $1.offset)
        }.map(\.element)
        return outcome
    }

    /// For a query: letters and digits as they are (RFC 3986 section 2.1).
    static func percentEncoded(_ text: String) -> String {
        text.utf8.map { octet in
            if (octet >= 0x30 && octet <= 0x39) || (octet >= 0x41 && octet <= 0x5A) || (octet >= 0x61 && octet <= 0x7A)
                || "-._~".utf8.contains(octet)
            {
                return String(Character(Unicode.Scalar(octet)))
            }
            return "%" + (octet < 16 ? "0" : "") + String(octet, radix: 16, uppercase: true)
        }.joined()
    }

    /// Answers on their way to the thread that waits.
    private final class Answers: Sendable {
        private let answers: Mutex<[Answer?]>

        init(_ count: Int) { answers = Mutex(Array(repeating: nil, count: count)) }

        func put(_ answer: Answer, at index: Int) { answers.withLock { $0[index] = answer } }

        var now: [Answer?] { answers.withLock { $0 } }
    }
}

import Foundation
import MartletDemo
import Synchronization
import Testing

extension EndToEnd {
    @Suite("a RETR reply that ends early, at every octet") struct CutReplies {
        enum Way: String, CaseIterable, Sendable {
            case close, reset, stall
            case closeTLS, resetTLS, stallTLS
            /// FIN without close_notify.
            case truncateTLS

            var door: Site.Door { rawValue.hasSuffix("TLS") ? .tls : .cleartext }
            /// What the broken run may end with: 75, for the same line again helps. OpenSSL on the server's side lets an alert go
            /// ahead of the RST, and TLS that is broken off is 76.
            var codes: Set<Int32> { self == .resetTLS ? [75, 76] : [75] }
            var stalls: Bool { self == .stall || self == .stallTLS }

            func action(after octets: Int) -> Fault.Action {
                switch self {
                case .close, .closeTLS: .close(after: octets)
                case .reset, .resetTLS: .reset(after: octets)
                case .stall, .stallTLS: .stall(after: octets)
                case .truncateTLS: .truncateTLS(after: octets)
                }
            }
        }

        /// Comes first and is whole before the other one breaks.
        static let safe = DemoMessage(uniqueID: "safe", text: "Subject: safe\r\n\r\nhere first\r\n")
        /// Lines of dots: each stuffed octet is a place to be cut at.
        static let victim = DemoMessage(
            uniqueID: "victim", text: "From: a@example.org\r\nSubject: cut me\r\n\r\n.\r\n..\r\n.dot\r\n\r\nlast line\r\n")
        static let reply = Array(
            ("+OK \(victim.wireOctets.count) octets\r\n"
                + "From: a@example.org\r\nSubject: cut me\r\n\r\n..\r\n...\r\n..dot\r\n\r\nlast line\r\n.\r\n").utf8)

        @Test("no half file, no success, and the next run completes", arguments: Way.allCases)
        func everyOctet(_ way: Way) throws {
            let findings = Findings()
            let codes = Mutex<[Int32: Int]>([:])
            let workers = 4
            onThreads(workers) { worker in
                do {
                    let lane = try Lane(way, findings)
                    for offset in stride(from: worker, through: Self.reply.count, by: workers) {
                        let code = try lane.cut(after: offset)
                        codes.withLock { $0[code ?? -1, default: 0] += 1 }
                    }
                } catch {
                    findings.expect(false, "a thread gave up: \(error)")
                }
            }
            let seen = codes.withLock { $0.sorted { $0.key < $1.key }.map { "exit \($0.key): \($0.value)" } }
            print("end to end: \(way.rawValue) tried at \(findings.tried) octets, \(seen.joined(separator: ", "))")
            #expect(findings.tried == Self.reply.count + 1)
            #expect(findings.wrong == 0, "\(findings.report)")
        }

        /// What one thread works with: a server, a home, and a folder for each point.
        final class Lane {
            let way: Way
            let findings: Findings
            let scratch: Scratch
            let site: Site

            init(_ way: Way, _ findings: Findings) throws {
                (self.way, self.findings) = (way, findings)
                scratch = try Scratch()
                let certificate = way.door == .tls ? try DemoCertificate.make(in: scratch.path) : nil
                site = try Site([safe, victim], way.door, certificate: certificate)
            }

            /// - Returns: the exit code of the run that was cut.
            func cut(after offset: Int) throws -> Int32? {
                let folder = scratch.at("cut-\(offset)")
                let place = "\(way.rawValue) after \(offset) of \(CutReplies.reply.count)"
                let moment = Fault.Moment.message(2, verb: "RETR")
                site.server.faults = Faults([
                    Fault(.replace(CutReplies.reply), at: moment), Fault(way.action(after: offset), at: moment),
                ])
                let broken = try scratch.martlet(
                    scratch.options(site) + ["--timeout", way.stalls ? "1" : "10", "export", "all", folder])
                findings.count()
                let isWhole = offset >= CutReplies.reply.count
                let left = Exported(folder)
                findings.expect(broken.code != nil && !broken.wasLate, "\(place): it hung or died, \(broken)")
                for flaw in left.flaws(expecting: [safe, victim]) { findings.expect(false, "\(place): \(flaw)") }
                findings.expect(!left.names.contains { $0.hasSuffix(".part") }, "\(place): left over, \(left.names)")
                findings.expect(left.messages.contains(safe.fileName), "\(place): what was whole is not kept")
                if !isWhole {
                    findings.expect(broken.code.map(way.codes.contains) == true, "\(place): \(broken)")
                    findings.expect(!left.messages.contains(victim.fileName), "\(place): the broken message has a name")
                } else {
                    findings.expect(left.messages.contains(victim.fileName), "\(place): the whole message has no name")
                }

                site.server.faults = Faults()
                site.server.forgetRecord()
                let next = try scratch.martlet(scratch.options(site) + ["export", "all", folder])
                findings.expect(next.code == 0, "\(place): the next run, \(next)")
                for flaw in Exported(folder).flawsOfWhole(expecting: [safe, victim]) {
                    findings.expect(false, "\(place), next run: \(flaw)")
                }
                findings.expect(site.fetched == (isWhole ? [] : ["2"]), "\(place): the next run fetched \(site.fetched)")
                return broken.code
            }
        }
    }
}

internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Examines one server: name, ports, encryption, and the mailbox behind it where somebody can sign in.
struct Doctor {
    private let settings: Settings
    private let endpoint: Endpoint
    private let canceller: Canceller

    init(_ settings: Settings, _ endpoint: Endpoint, _ canceller: Canceller) {
        (self.settings, self.endpoint, self.canceller) = (settings, endpoint, canceller)
    }

    func examine() -> DoctorReport {
        var report = DoctorReport(server: endpoint.authority)
        let name = nameFindings()
        report.sections.append(DoctorSection(title: "Name", findings: name))
        guard !name.contains(where: { $0.level == .problem }) else { return report }
        var doors = DoctorSection(title: "Ports and encryption")
        for door in self.doors where !Interrupt.isRequested {
            doors.findings += DoorCheck(
                endpoint: door, settings: settings, canceller: canceller, isChosen: door == endpoint, now: Int64(time(nil))
            ).findings()
        }
        report.sections.append(doors)
        let isOpen = !doors.findings.contains { $0.level == .problem }
        report.sections.append(
            DoctorSection(title: "Mailbox", findings: isOpen && !Interrupt.isRequested ? mailboxFindings() : []))
        return report
    }

    /// The way of the account first, then the usual ones that it does not take.
    private var doors: [Endpoint] {
        var doors = [endpoint]
        for usual in [Endpoint(host: endpoint.host, security: .tls), Endpoint(host: endpoint.host, security: .stls)]
        where !doors.contains(where: { $0.port == usual.port }) {
            doors.append(usual)
        }
        return doors
    }

    private func nameFindings() -> [DoctorFinding] {
        do throws(HostLookup.Trouble) {
            let (addresses, took) = try HostLookup.addresses(of: endpoint.host)
            let text = "\(endpoint.host) is \(addresses.joined(separator: ", ")) (\(Milliseconds.text(took)))"
            return [DoctorFinding("dns", .ok, text)]
        } catch {
            switch error {
            case .noSuchHost:
                return [
                    DoctorFinding(
                        "dns", .problem, "no such host \"\(endpoint.host)\"",
                        advice: "mend the name, or look whether the network is up")
                ]
            case .noNameService:
                return [
                    DoctorFinding(
                        "dns", .problem, "cannot look up \"\(endpoint.host)\": the name service does not answer",
                        advice: "look whether the network is up, then again")
                ]
            }
        }
    }

    private func mailboxFindings() -> [DoctorFinding] {
        guard let user = settings.user else {
            return [
                DoctorFinding(
                    "sign-in", .note, "no user was named, so nobody signed in", advice: "doctor pops://USER@\(endpoint.host)")
            ]
        }
        do throws(Failure) {
            let mailbox = Mailbox(settings: settings, canceller: canceller)
            let session = try mailbox.signedIn()
            defer { mailbox.drop() }
            var found = [DoctorFinding("sign-in", .ok, "signed in as \(user)")]
            found += try mailbox.failing { () throws(POP3Error) in try MailboxCheck(session: session).findings() }
            do throws(POP3Error) { _ = try session.quit() } catch {
                found.append(
                    DoctorFinding("quit", .quirk, "it does not answer QUIT", advice: "nothing was marked, so nothing is lost"))
            }
            return found
        } catch {
            return [
                DoctorFinding(
                    "sign-in", .problem, error.message + (error.server.map { " (\($0))" } ?? ""), advice: error.hint)
            ]
        }
    }
}

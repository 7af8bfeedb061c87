import ExportCore
import MartletPlugin

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A tar or ZIP archive on standard output. What becomes of it is not known, so nothing is recorded.
final class ArchiveDestination: Destination {
    let shown = "stdout"
    let ledgerStore: String? = nil
    let resumes = false
    private let call: Call
    private let archive: ArchiveStore

    init(_ call: Call, _ options: ExportOptions) throws(CommandExit) {
        self.call = call
        guard options.isDryRun || isatty(1) == 0 else {
            throw call.fail(.exitUsage, "an archive is not for a terminal to show", hint: "export all - > mail.tar")
        }
        guard options.isDryRun || !call.wantsEvents else {
            throw call.fail(.exitUsage, "--json and an archive both want stdout", hint: "export all - > mail.tar")
        }
        archive = ArchiveStore(
            options.format == .zip ? .zip : .tar, to: 1,
            names: MessageNamer(template: options.nameTemplate, account: call.account))
    }

    func makeStore(_ log: any StoredLog, count: Int) -> any MessageStore { archive }

    func end() throws(CommandExit) {
        do throws(StoreFailure) { try archive.end() } catch {
            guard case .system(let error) = error else { throw FolderDestination.refuse(call, error, shown) }
            throw Report.fail(call, error, in: shown, "before its end; \(Report.incomplete)", resumes: resumes)
        }
    }
}

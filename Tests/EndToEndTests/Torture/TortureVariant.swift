import Foundation
import MartletDemo
import Testing

/// A way to export that has to stand every fault. One line here is one more variant.
struct TortureVariant: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Behind `export all PLACE`.
    var options: [String] = []
    /// Whether the server's messages are deleted once they are stored.
    var deletes = false
    /// How many batches few open files make of the messages, at least. An mbox takes as many messages as it likes.
    var commits = 2
    /// More for the shim.
    var environment: [String: String] = [:]
    /// What a run left in PLACE.
    var left: @Sendable (_ place: String) -> any StoredMail = { Exported($0) }
    /// Of so many neighbouring calls one is tried.
    var strides: [DiskFault: Int]

    static let all = [
        TortureVariant(testDescription: "files", strides: most),
        TortureVariant(
            testDescription: "files with temporary names", environment: ["MARTLET_FAULT_NAMES": "yes"], strides: few),
        TortureVariant(testDescription: "files, --delete", options: ["--delete"], deletes: true, strides: some),
        TortureVariant(
            testDescription: "a Maildir, --delete", options: ["--format", "maildir", "--delete"], deletes: true,
            left: { Exported(maildir: $0) }, strides: some),
        TortureVariant(
            testDescription: "an mbox, --delete", options: ["--format", "mbox", "--delete"], deletes: true, commits: 1,
            left: { MboxMail($0) }, strides: some),
    ]

    /// What costs two minutes and more of two slow cores when it is complete. `MARTLET_TORTURE=full` makes it so.
    func stride(_ fault: DiskFault) -> Int {
        ProcessInfo.processInfo.environment["MARTLET_TORTURE"] == "full" ? 1 : strides[fault] ?? 1
    }

    private static let most: [DiskFault: Int] = [.eio: 3, .full: 3, .gone: 3, .killmid: 3, .torn: 3]
    private static let some: [DiskFault: Int] = [.eio: 8, .full: 8, .gone: 8, .short: 8, .killmid: 8, .torn: 8, .power: 4]
    private static let few = Dictionary(uniqueKeysWithValues: DiskFault.allCases.map { ($0, 8) })

    /// A dozen, no two alike: with nothing in it, with dots, with octets that are no text, and one that takes several writes.
    static let messages: [DemoMessage] = [
        message(1, "Subject: one\r\n\r\nhello\r\n"),
        message(2, ""),
        message(3, ".\r\n..\r\n.dot\r\n\r\n.\r\n"),
        message(4, "Subject: long\r\n\r\n" + String(repeating: "a line of which many make a message of 200 kB\r\n", count: 4300)),
        message(5, "\r\n"),
        DemoMessage(uniqueID: Array("torture-6".utf8), octets: Array(0...255)),
        message(7, "Subject: no line end behind the last word"),
        message(8, String(repeating: "x", count: 30_000) + "\r\n"),
        message(9, "From here\r\nFrom: a@example.org\r\n\r\nFrom there\r\n>From nowhere\r\n"),
        message(10, "a lone \r and a lone \n\r\n"),
        message(11, "\r\n\r\n\r\n"),
        message(12, "Subject: twelve\r\n\r\n" + String(repeating: ".stuffed\r\n", count: 400)),
    ]

    private static func message(_ number: Int, _ text: String) -> DemoMessage {
        DemoMessage(uniqueID: "torture-\(number)", text: text)
    }
}

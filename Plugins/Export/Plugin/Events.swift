import ExportCore
import MartletPlugin

/// A row for each thing that happens to a message, for programs (`--json`): what is stored is told when it is durable.
final class Events {
    static let columns = [
        Column("event"), Column("n", .integer), Column("uid"), Column("octets", .octets), Column("sha256"), Column("file"),
        Column("reason"),
    ]

    private let call: Call
    /// Unique-ids of what is under way.
    private var uniqueIDs: [UInt32: String] = [:]
    private var waiting: [[Cell]] = []

    /// nil where nobody listens.
    init?(_ call: Call) {
        guard call.wantsEvents else { return nil }
        self.call = call
        call.rows(Self.columns)
    }

    func begins(_ message: Message) { uniqueIDs[message.number] = Self.text(message.uniqueID) }

    func stored(_ number: UInt32, _ octets: Int64, _ sha256: UnsafeRawPointer?, _ file: UnsafeRawBufferPointer) {
        waiting.append(
            row(
                "stored", number, uniqueIDs.removeValue(forKey: number) ?? "", octets: octets,
                sha256: sha256.map { Self.hexadecimal(UnsafeRawBufferPointer(start: $0, count: 32)) } ?? "",
                file: String(decoding: file, as: UTF8.self)))
    }

    /// What waited for its batch is durable.
    func flush() {
        for row in waiting { call.row(row) }
        waiting.removeAll(keepingCapacity: true)
    }

    func failed(_ number: UInt32, _ reason: String) {
        call.row(row("failed", number, uniqueIDs.removeValue(forKey: number) ?? "", reason: reason))
    }

    func skipped(_ message: Message, _ reason: String) {
        call.row(row("skipped", message.number, Self.text(message.uniqueID), octets: message.octets ?? -1, reason: reason))
    }

    private func row(
        _ event: String, _ number: UInt32, _ uid: String, octets: Int64 = -1, sha256: String = "", file: String = "",
        reason: String = ""
    ) -> [Cell] {
        [
            .text(event), .integer(Int64(number)), .text(uid), .integer(octets), .text(sha256), .text(file), .text(reason),
        ]
    }

    /// As in the manifest: octets from 0x80 as the code points U+0080 to U+00FF.
    static func text(_ octets: Octets) -> String {
        var text = ""
        for octet in octets.raw { text.unicodeScalars.append(Unicode.Scalar(octet)) }
        return text
    }

    private static func hexadecimal(_ octets: UnsafeRawBufferPointer) -> String {
        let out = OctetBuffer(capacity: 64)
        out.append(hex: octets)
        return String(decoding: out.octets, as: UTF8.self)
    }
}

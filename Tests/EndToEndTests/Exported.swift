import CPOP3
import Foundation
import MartletDemo

/// What an export left in a folder.
struct Exported {
    let path: String
    /// Everything in the folder, sorted.
    let names: [String]
    /// Those that are messages.
    let messages: [String]
    private let fileName: @Sendable (DemoMessage) -> String

    init(_ path: String) {
        self.path = path
        names = Self.names(in: path)
        messages = names.filter { $0.hasSuffix(".eml") }
        fileName = \.fileName
    }

    /// Messages are named `new/…` here, as the manifest does.
    init(maildir path: String) {
        self.path = path
        let folders = ["cur", "new", "tmp"]
        messages = Self.names(in: path + "/new").map { "new/" + $0 }
        let others = ["cur", "tmp"].flatMap { folder in Self.names(in: "\(path)/\(folder)").map { "\(folder)/\($0)" } }
        names = (Self.names(in: path).filter { !folders.contains($0) } + messages + others).sorted()
        fileName = { "new/1.\($0.fileName.dropLast(4)).martlet,S=\($0.wireOctets.count)" }
    }

    private static func names(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// The name that the message is to have.
    func name(of message: DemoMessage) -> String? { fileName(message) }

    func octets(_ name: String) -> [UInt8] { Array((try? Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)"))) ?? Data()) }

    var manifest: [[String: Any]] {
        octets("manifest.jsonl").split(separator: UInt8(ascii: "\n")).map {
            (try? JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]) ?? [:]
        }
    }

    /// What may never be, however a run ended: a name on a message that is not whole, or anything we did not put there.
    func flaws(expecting messages: [DemoMessage]) -> [String] {
        var flaws: [String] = []
        let known = Dictionary(uniqueKeysWithValues: messages.map { (fileName($0), $0) })
        for name in self.messages {
            guard let message = known[name] else {
                flaws.append("\(name) is no message of ours")
                continue
            }
            let octets = octets(name)
            if octets != message.wireOctets {
                flaws.append("\(name) is not whole: \(octets.count) of \(message.wireOctets.count) octets")
            }
        }
        return flaws
    }

    /// What may not be behind a run that went well: a message missing, left-overs, a manifest that disagrees.
    func flawsOfWhole(expecting messages: [DemoMessage]) -> [String] {
        var flaws = flaws(expecting: messages)
        let files = Set(messages.map(fileName))
        let missing = files.subtracting(self.messages)
        if !missing.isEmpty { flaws.append("\(missing.count) missing, for instance \(missing.min() ?? "")") }
        let others = Set(names).subtracting(files).subtracting(["manifest.jsonl", ".martlet-store"])
        if !others.isEmpty { flaws.append("left over: \(others.sorted())") }

        let manifest = manifest
        if manifest.count != messages.count {
            flaws.append("\(manifest.count) lines in the manifest for \(messages.count) messages")
        }
        let lines = Dictionary(manifest.map { ($0["file"] as? String ?? "?", $0) }) { first, _ in first }
        for message in messages {
            guard let line = lines[fileName(message)] else {
                flaws.append("\(fileName(message)) is not in the manifest")
                continue
            }
            let agrees =
                line["uid"] as? String == String(decoding: message.uniqueID, as: UTF8.self)
                && line["octets"] as? Int == message.wireOctets.count && line["sha256"] as? String == sha256(message.wireOctets)
            if !agrees { flaws.append("the manifest does not agree about \(fileName(message)): \(line)") }
        }
        return flaws
    }
}

extension DemoMessage {
    /// The file of the message, written down here once more: letters, digits and `._-` stay, but for a `.` or `-` in front; behind an
    /// id with a capital stand `~` and its FNV-1a, folded to 8 digits. No sample is called like a device of Windows.
    var fileName: String {
        let escaped = uniqueID.enumerated().map { index, octet in
            let sign = Character(UnicodeScalar(octet))
            let stays =
                sign.isASCII && (sign.isLetter || sign.isNumber || sign == "_" || (index > 0 && (sign == "." || sign == "-")))
            return stays ? String(sign) : "%" + (octet < 16 ? "0" : "") + String(octet, radix: 16, uppercase: true)
        }.joined()
        guard uniqueID.contains(where: { (0x41...0x5a).contains($0) }) else { return escaped + ".eml" }
        let hash = uniqueID.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(UInt32(truncatingIfNeeded: hash ^ hash >> 32), radix: 16)
        return escaped + "~" + String(repeating: "0", count: 8 - digits.count) + digits + ".eml"
    }
}

/// In hexadecimal, lower case.
func sha256(_ octets: [UInt8]) -> String {
    guard let digest = pop3_digest_create() else { return "" }
    defer { pop3_digest_destroy(digest) }
    var result = [UInt8](repeating: 0, count: 32)
    pop3_digest_begin(digest)
    pop3_digest_add(digest, octets, octets.count)
    pop3_digest_end(digest, &result)
    return result.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

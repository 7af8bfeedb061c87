import CPOP3
import Foundation
import Testing

/// One case of `Tests/Fixtures/wire`, whose README.md describes the format.
struct WireFixture: Sendable, CustomTestStringConvertible {
    /// What the client sends before what the server answers, and the events of that.
    struct Exchange: Sendable {
        var client: [String] = []
        var server: [UInt8] = []
        var events: [String] = []
    }

    var name: String
    var exchanges: [Exchange] = []
    var lineMax = 0

    var testDescription: String { name }

    /// Every case of every file.
    static let all: [WireFixture] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/wire")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "md" && $0.lastPathComponent != "README.md" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .flatMap { file in
                let text = (try? String(decoding: Data(contentsOf: file), as: UTF8.self)) ?? ""
                return cases(in: text, file: file.lastPathComponent)
            }
    }()

    /// The cases of one file. A block that is not understood makes a case that fails.
    static func cases(in text: String, file: String) -> [WireFixture] {
        var cases: [WireFixture] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            if line.hasPrefix("## ") {
                cases.append(WireFixture(name: "\(file): \(line.dropFirst(3))"))
            } else if line.hasPrefix("```"), !cases.isEmpty {
                let block = lines.prefix { $0 != "```" }
                lines = lines.dropFirst(block.count + 1)
                cases[cases.count - 1].add(line.dropFirst(3).split(separator: " "), block.map(String.init))
            }
        }
        return cases
    }

    private mutating func add(_ info: [Substring], _ lines: [String]) {
        switch info.first {
        case "client":
            exchanges.append(Exchange(client: lines))
        case "server":
            if exchanges.last.map({ !$0.server.isEmpty || !$0.events.isEmpty }) ?? true { exchanges.append(Exchange()) }
            exchanges[exchanges.count - 1].server = unescaped(lines.joined())
            if let limit = info.dropFirst().first?.split(separator: "="), limit.first == "line_max" {
                lineMax = Int(limit[1]) ?? -1
            }
        case "events" where !exchanges.isEmpty:
            exchanges[exchanges.count - 1].events = lines
        default:
            exchanges.append(Exchange(events: ["unknown block \(info)"]))
        }
    }

    var input: [UInt8] { exchanges.flatMap(\.server) }

    /// What each command's reply looks like. An answer to a challenge is part of the reply before it.
    var replies: [pop3_reply] {
        var replies: [pop3_reply] = exchanges.first?.client.isEmpty ?? true ? [POP3_REPLY_LINE] : []
        var challenged = false
        for exchange in exchanges {
            replies += exchange.client.dropFirst(challenged ? 1 : 0).map(Self.reply)
            challenged = exchange.events.last?.hasPrefix("challenge") ?? false
        }
        return replies
    }

    private static func reply(to command: String) -> pop3_reply {
        let words = command.split(separator: " ")
        switch (words.first, words.count) {
        case ("RETR", _), ("TOP", _): return POP3_REPLY_BODY
        case ("CAPA", _), ("LIST", 1), ("UIDL", 1), ("AUTH", 1), ("LANG", 1): return POP3_REPLY_LISTING
        case ("AUTH", _): return POP3_REPLY_SASL
        default: return POP3_REPLY_LINE
        }
    }
}

/// The octets `text` stands for: the reverse of ``escaped(_:)``.
func unescaped(_ text: some StringProtocol) -> [UInt8] {
    var octets: [UInt8] = []
    var rest = text.utf8[...]
    while let octet = rest.popFirst() {
        guard octet == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
            octets.append(octet)
            continue
        }
        switch letter {
        case UInt8(ascii: "r"): octets.append(13)
        case UInt8(ascii: "n"): octets.append(10)
        case UInt8(ascii: "t"): octets.append(9)
        case UInt8(ascii: "0"): octets.append(0)
        case UInt8(ascii: "x"):
            octets.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? UInt8(ascii: "?"))
            rest = rest.dropFirst(2)
        default: octets.append(letter)
        }
    }
    return octets
}

import Foundation

/// What stands below a folder: every name with its kind, size and time of last change, so that two looks can be compared.
struct Tree: Equatable, CustomStringConvertible {
    private let entries: [String: String]

    init(_ path: String) {
        var entries: [String: String] = [:]
        for name in [""] + (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []) {
            guard let found = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)") else { continue }
            let changed = (found[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            let kind = found[.type] as? FileAttributeType
            entries[name] = "\(kind?.rawValue ?? "?") \(found[.size] ?? "?") \(changed)"
        }
        self.entries = entries
    }

    var names: [String] { entries.keys.filter { !$0.isEmpty }.sorted() }
    var description: String { entries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "\n") }
}

import Foundation

/// What a JSON value looks like, gathered from many of them.
indirect enum JSONShape: Equatable {
    /// Names of plain types, sorted; "null" among them where the value may be that.
    case plain(Set<String>)
    /// nil: every list seen was empty.
    case list(JSONShape?, orNull: Bool)
    /// The keys, and whether each was always there.
    case object([String: (shape: JSONShape, always: Bool)], orNull: Bool)

    static func == (one: JSONShape, other: JSONShape) -> Bool { one.text == other.text }

    /// - Throws: where the line is no JSON.
    init(line: Substring) throws { self = try JSONDecoder().decode(Value.self, from: Data(line.utf8)).shape }

    /// Both in one.
    func merged(_ other: JSONShape) -> JSONShape {
        switch (self, other) {
        case (.plain(let one), .plain(let other)): return .plain(one.union(other))
        case (.plain(["null"]), .list(let element, _)), (.list(let element, _), .plain(["null"])):
            return .list(element, orNull: true)
        case (.plain(["null"]), .object(let keys, _)), (.object(let keys, _), .plain(["null"])):
            return .object(keys, orNull: true)
        case (.list(let one, let first), .list(let other, let second)):
            return .list(one.map { one in other.map(one.merged) ?? one } ?? other, orNull: first || second)
        case (.object(let one, let first), .object(let other, let second)):
            var keys = one.merging(other) { ($0.shape.merged($1.shape), $0.always && $1.always) }
            for key in keys.keys where one[key] == nil || other[key] == nil { keys[key]?.always = false }
            return .object(keys, orNull: first || second)
        default: return .plain(["different things"])
        }
    }

    /// As `martlet schema` writes it, keys sorted.
    var text: String {
        switch self {
        case .plain(let names): "\"\(names.sorted().joined(separator: "|"))\""
        case .list(let element, let orNull): "[\(element?.text ?? "")\(orNull ? ",\"null\"" : "")]"
        case .object(let keys, let orNull):
            "{"
                + keys.sorted { $0.key < $1.key }.map { "\"\($0.key)\($0.value.always ? "" : "?")\":\($0.value.shape.text)" }
                .joined(separator: ",") + (orNull ? ",\"|\":\"null\"" : "") + "}"
        }
    }

    private struct Value: Decodable {
        let shape: JSONShape

        struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            if let keyed = try? decoder.container(keyedBy: Key.self) {
                var keys: [String: (shape: JSONShape, always: Bool)] = [:]
                for key in keyed.allKeys { keys[key.stringValue] = (try keyed.decode(Value.self, forKey: key).shape, true) }
                shape = .object(keys, orNull: false)
            } else if var list = try? decoder.unkeyedContainer() {
                var element: JSONShape?
                while !list.isAtEnd {
                    let next = try list.decode(Value.self).shape
                    element = element?.merged(next) ?? next
                }
                shape = .list(element, orNull: false)
            } else {
                let single = try decoder.singleValueContainer()
                let name =
                    if single.decodeNil() { "null" } else if (try? single.decode(Bool.self)) != nil {
                        "boolean"
                    } else if (try? single
                        .decode(Int64.self)) != nil
                    { "integer" } else if (try? single.decode(Double.self)) != nil { "number" } else { "string" }
                shape = .plain([name])
            }
        }
    }
}

/// What a header block says, as text. Stands between the selection and whoever decodes mail: all of that is in this file.
///
/// This reader is plain: folded lines are joined, octets are taken for UTF-8, encoded words (RFC 2047) stay as they are.
struct HeaderTexts {
    /// Names and addresses, as they are to be searched.
    var from: String { values(of: "from").joined(separator: ", ") }
    var to: String { values(of: "to").joined(separator: ", ") }
    var subject: String { values(of: "subject").first ?? "" }
    /// Of the Date field, in seconds since 1970; nil where it has none that can be read.
    var date: Int64? { values(of: "date").first.flatMap { Self.seconds($0[...]) } }

    private let fields: [(name: String, value: String)]

    /// - Parameter block: the fields, without the blank line behind them; not kept.
    static func read(_ block: UnsafeRawBufferPointer) -> HeaderTexts {
        var fields: [(name: String, value: String)] = []
        for raw in block.split(separator: UInt8(ascii: "\n")) {
            let line = raw.last == 13 ? raw.dropLast() : raw
            guard let first = line.first else { continue }
            if first == 32 || first == 9 {
                if !fields.isEmpty { fields[fields.count - 1].value += " " + Self.text(line.drop { $0 == 32 || $0 == 9 }) }
            } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
                let value = line[line.index(after: colon)...].drop { $0 == 32 || $0 == 9 }
                fields.append((Self.text(line[..<colon]).filter { $0 != " " }.lowercased(), Self.text(value)))
            }
        }
        return HeaderTexts(fields: fields)
    }

    /// The values of every field of that name, in their order.
    /// - Parameter name: lower case.
    func values(of name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    private static func text(_ octets: some Collection<UInt8>) -> String { String(decoding: octets, as: UTF8.self) }

    // MARK: dates (RFC 5322 section 3.3)

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    private static func seconds(_ text: Substring) -> Int64? {
        var words = text.split { " ,\t".contains($0) }
        if let first = words.first, first.first?.isLetter == true { words.removeFirst() }
        guard words.count >= 4, let day = Int64(words[0]), (1...31).contains(day),
            let month = months.firstIndex(of: words[1].prefix(3).lowercased()), let year = Int64(words[2]), year > 1900,
            year < 9999
        else { return nil }
        let clock = words[3].split(separator: ":").map { Int64($0) }
        guard clock.count >= 2, let hour = clock[0], let minute = clock[1], (0...24).contains(hour), (0...60).contains(minute)
        else {
            return nil
        }
        let second = min(max(0, clock.count > 2 ? clock[2] ?? 0 : 0), 60)
        let zone = words.count > 4 ? min(max(-9999, Int64(words[4]) ?? 0), 9999) : 0
        let offset = (zone / 100) * 3600 + (zone % 100) * 60
        return days(year, Int64(month) + 1, day) * 86400 + hour * 3600 + minute * 60 + second - offset
    }

    /// Days since 1970 in the Gregorian calendar.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let y = month > 2 ? year : year - 1
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

import MIME

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a header says about its group.
public enum HeaderKey {
    /// The longest address there is (RFC 5321 section 4.5.3.1: 64 and 255 octets and the "@"); what is longer is cut.
    static let addressMostOctets = 320
    static let nameMostOctets = 128

    /// The first author's address in lower case, and name.
    public static func sender(_ header: Header) -> (key: String, name: String)? {
        guard let author = header.field("from")?.addresses.first, !author.address.isEmpty else { return nil }
        return (cut(author.address.lowercased(), addressMostOctets), cut(author.name, nameMostOctets))
    }

    /// What is behind the "@" of it.
    public static func domain(_ header: Header) -> String? {
        guard let address = sender(header)?.key, let at = address.lastIndex(of: "@") else { return nil }
        let domain = address[address.index(after: at)...]
        return domain.isEmpty ? nil : String(domain)
    }

    /// "2026-11", in the local time zone, as the dates of selections are.
    public static func month(_ header: Header) -> String? {
        guard let date = header.date else { return nil }
        var (seconds, parts) = (time_t(date.seconds), tm())
        guard localtime_r(&seconds, &parts) != nil else { return nil }
        return LocalDay(parts).month
    }

    /// Whole characters; what is no text any more for its combining marks alone is cut among them.
    private static func cut(_ text: String, _ limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var scalars = String.UnicodeScalarView()
        var octets = 0
        for scalar in text.unicodeScalars {
            octets += UTF8.width(scalar)
            if octets > limit { break }
            scalars.append(scalar)
        }
        return String(scalars)
    }
}

/// A day of the local calendar.
public struct LocalDay {
    /// "2026-11"
    public let month: String
    /// "2026-11-24"
    public let day: String

    init(_ parts: tm) {
        func padded(_ value: Int, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        month = "\(padded(Int(parts.tm_year) + 1900, 4))-\(padded(Int(parts.tm_mon) + 1, 2))"
        day = "\(month)-\(padded(Int(parts.tm_mday), 2))"
    }

    public static var today: LocalDay {
        var (now, parts) = (time(nil), tm())
        localtime_r(&now, &parts)
        return LocalDay(parts)
    }
}

extension UTF8 {
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int { UTF8.encode(scalar)?.count ?? 3 }
}

/// Sizes for people: 4.2 K, 1.3 M; powers of 1024, one decimal below 10.
public enum Size {
    public static func text(_ octets: Int64) -> String {
        guard octets >= 1024 else { return "\(max(0, octets))" }
        var value = Double(octets)
        var unit = ""
        for next in ["K", "M", "G", "T", "P"] where value >= 1023.5 {
            value /= 1024
            unit = next
        }
        let tenths = Int64((value * 10).rounded())
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(unit)" : "\(Int64(value.rounded())) \(unit)"
    }

    /// With a B behind the unit: "4.2 KB", "17 B".
    public static func long(_ octets: Int64) -> String { octets < 1024 ? "\(max(0, octets)) B" : text(octets) + "B" }

    /// Beside a count: "96 K", "1.8 MB", "17 B".
    static func short(_ octets: Int64) -> String { octets >= 1024 && octets < 1 << 20 ? text(octets) : long(octets) }
}

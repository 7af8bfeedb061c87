/// Sizes as the program's tables have them: 4.2 K, 1.3 M; powers of 1024, one decimal below 10.
public enum SizeText {
    public static func of(_ octets: Int64) -> String {
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
}

/// Octets as hexadecimal digits, two each.
enum Hex {
    /// - Parameter between: stands between two octets.
    static func text(_ octets: some Sequence<UInt8>, upperCase: Bool = false, between: String = "") -> String {
        octets.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: upperCase) }.joined(separator: between)
    }
}

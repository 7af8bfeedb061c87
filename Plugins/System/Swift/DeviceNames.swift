/// Names that Windows keeps for devices, in any folder, in any case, whatever stands behind the first dot.
public enum DeviceNames {
    /// Whether a file of that name would be a device: `con`, `Aux.eml`, `com1 .eml`.
    /// - Parameter name: with or without extension.
    public static func holds(stem name: UnsafeRawBufferPointer) -> Bool {
        let end = name.firstIndex(of: UInt8(ascii: ".")) ?? name.count
        var stem = name[..<end]
        while stem.last == UInt8(ascii: " ") { stem.removeLast() }
        guard stem.count >= 3, stem.count <= 7 else { return false }
        let lower = stem.map { $0 >= 0x41 && $0 <= 0x5a ? $0 | 0x20 : $0 }
        if names.contains(where: { lower.elementsEqual($0.utf8) }) { return true }
        guard ports.contains(where: { lower.starts(with: $0.utf8) }) else { return false }
        // A digit, or one of the superscript digits 1, 2 and 3.
        switch lower.count {
        case 4: return lower[3] >= UInt8(ascii: "0") && lower[3] <= UInt8(ascii: "9")
        case 5: return lower[3] == 0xc2 && [0xb9, 0xb2, 0xb3].contains(lower[4])
        default: return false
        }
    }

    private static let names = ["con", "prn", "aux", "nul", "conin$", "conout$"]
    private static let ports = ["com", "lpt"]
}

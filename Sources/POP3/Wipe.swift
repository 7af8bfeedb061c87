/// Overwrites what must not be found in memory afterwards.
///
/// Swift may move a value and leave its old octets behind; an array that is written in place, as here, is not moved. What was copied
/// elsewhere has to be wiped there.
public enum Wipe {
    /// The array keeps its length.
    public static func octets(_ octets: inout [UInt8]) {
        octets.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            overwrite(base, bytes.count)
        }
    }

    /// Not inlined: a store that nobody reads would be left out.
    @inline(never) private static func overwrite(_ at: UnsafeMutableRawPointer, _ count: Int) {
        for index in 0..<count { (at + index).storeBytes(of: 0, as: UInt8.self) }
    }
}

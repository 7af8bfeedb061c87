/// A few bits of what a file has in it, by its manifest: of the hash where there is one, else of the size. Enough to see that a name
/// was taken by another message since; what looks the same by chance is told apart before anything is deleted.
public struct ContentMark: Equatable, Sendable {
    /// Lowest bit: 1 for a hash, 0 for a size. 0 in all: nothing is known.
    let bits: UInt32

    init(bits: UInt32) { self.bits = bits }

    init(octets: Int64) { bits = UInt32(truncatingIfNeeded: octets &+ 1) << 1 }

    /// - Parameter sha256: 32 octets.
    init(sha256: UnsafeRawPointer) { bits = UInt32(bigEndian: sha256.loadUnaligned(as: UInt32.self)) | 1 }

    /// Of a manifest's line as we write it: `…,"octets":4711,"sha256":"9f86…","file":"000a7f.eml"}`; nil for any other.
    /// - Parameter file: what stands for the file, within the line.
    init?(line: UnsafeRawBufferPointer, file: UnsafeRawBufferPointer) {
        guard let base = line.baseAddress, let start = file.baseAddress, base <= start else { return nil }
        var head = line.prefix(base.distance(to: start))
        func take(_ text: StaticString) -> Bool {
            let text = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
            guard head.suffix(text.count).elementsEqual(text) else { return false }
            head.removeLast(text.count)
            return true
        }
        guard take(",\"file\":\"") else { return nil }
        if take("\"") {
            var value: UInt32 = 0
            for digit in head.suffix(64).prefix(8) {
                guard let nibble = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
                value = value << 4 | UInt32(nibble)
            }
            head.removeLast(min(64, head.count))
            guard take(",\"sha256\":\"") else { return nil }
            self.init(bits: value | 1)
            return
        }
        var (octets, unit): (Int64, Int64) = (0, 1)
        while let digit = head.last, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9"), unit <= 1_000_000_000_000_000_000 {
            octets &+= Int64(digit - UInt8(ascii: "0")) &* unit
            unit &*= 10
            head.removeLast()
        }
        guard unit > 1, take("\"octets\":") else { return nil }
        self.init(octets: octets)
    }

    /// Whether a file with this mark may have those octets in it. One half may know the hash and the other none.
    func admits(octets: Int64, sha256: UnsafeRawPointer?) -> Bool {
        if bits == 0 { return true }
        guard bits & 1 == 1 else { return self == ContentMark(octets: octets) }
        return sha256.map { ContentMark(sha256: $0) == self } ?? true
    }
}

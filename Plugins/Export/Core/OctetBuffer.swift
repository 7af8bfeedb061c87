/// Octets in one growing block: what the manifest and the batch append to without an allocation per message.
///
/// Properties on the way of every message are `@exclusivity(unchecked)`, here and elsewhere: one thread has them, no call back re-enters,
/// and the check was a fifth of the instructions of an export of small messages.
public final class OctetBuffer {
    @exclusivity(unchecked) private var block: UnsafeMutableRawBufferPointer
    @exclusivity(unchecked) public private(set) var count = 0

    public init(capacity: Int = 4096) { block = .allocate(byteCount: max(capacity, 64), alignment: 1) }

    deinit { block.deallocate() }

    /// Valid until the next append.
    public var octets: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: block[..<count]) }

    /// Valid until the next append.
    public subscript(range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: octets[range]) }

    /// Valid until the next append; the octets there must end in NUL.
    public func name(at offset: Int) -> UnsafePointer<CChar> {
        UnsafePointer((block.baseAddress! + offset).assumingMemoryBound(to: CChar.self))
    }

    /// Forgets the octets, keeps the block.
    public func removeAll() { count = 0 }

    /// Shortens to what it held before.
    public func cut(to count: Int) { self.count = min(count, self.count) }

    @inline(__always)
    public func append(_ octet: UInt8) {
        reserve(1)
        block[count] = octet
        count += 1
    }

    /// Appends what `body` writes, at most `room` octets, and returns the number of: one look at the buffer for many octets.
    @inline(__always)
    func append(atMost room: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
        reserve(room)
        count += body((block.baseAddress! + count).assumingMemoryBound(to: UInt8.self))
    }

    public func append(_ other: UnsafeRawBufferPointer) {
        guard let from = other.baseAddress else { return }
        reserve(other.count)
        (block.baseAddress! + count).copyMemory(from: from, byteCount: other.count)
        count += other.count
    }

    public func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    public func append(decimal value: UInt64) {
        reserve(20)
        var rest = value, digits = 1
        while rest >= 10 { (rest, digits) = (rest / 10, digits + 1) }
        rest = value
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            block[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += digits
    }

    /// Two digits an octet.
    public func append(hex octets: UnsafeRawBufferPointer, upperCase: Bool = false) {
        // From "9" to the letter behind it; (digit + 6) >> 4 is 1 from ten on. Without a branch a hash takes a few wide instructions.
        let gap = (upperCase ? UInt8(ascii: "A") : UInt8(ascii: "a")) - UInt8(ascii: "9") - 1
        func sign(_ digit: UInt8) -> UInt8 { UInt8(ascii: "0") &+ digit &+ ((digit &+ 6) >> 4) &* gap }
        append(atMost: octets.count * 2) { at in
            for index in 0..<octets.count {
                let octet = octets[index]
                at[2 * index] = sign(octet >> 4)
                at[2 * index + 1] = sign(octet & 15)
            }
            return octets.count * 2
        }
    }

    public func append(hex value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { append(hex: $0) }
    }

    @inline(__always)
    private func reserve(_ more: Int) {
        if count + more > block.count { grow(more) }
    }

    private func grow(_ more: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(block.count * 2, count + more), alignment: 1)
        larger.copyMemory(from: octets)
        block.deallocate()
        block = larger
    }
}

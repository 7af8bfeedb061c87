/// CRC-32 as ZIP has it (polynomial 0xEDB88320, reflected), eight octets a step.
struct CRC32 {
    private var state: UInt32 = 0xffff_ffff

    var value: UInt32 { ~state }

    mutating func add(_ octets: UnsafeRawBufferPointer) {
        let table = Self.table
        var crc = state
        var at = 0
        while octets.count - at >= 8 {
            let low = UInt32(littleEndian: octets.loadUnaligned(fromByteOffset: at, as: UInt32.self)) ^ crc
            let high = UInt32(littleEndian: octets.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self))
            crc =
                table[0x700 + Int(low & 0xff)] ^ table[0x600 + Int(low >> 8 & 0xff)] ^ table[0x500 + Int(low >> 16 & 0xff)]
                ^ table[0x400 + Int(low >> 24)] ^ table[0x300 + Int(high & 0xff)] ^ table[0x200 + Int(high >> 8 & 0xff)]
                ^ table[0x100 + Int(high >> 16 & 0xff)] ^ table[Int(high >> 24)]
            at += 8
        }
        while at < octets.count {
            crc = crc >> 8 ^ table[Int((crc ^ UInt32(octets[at])) & 0xff)]
            at += 1
        }
        state = crc
    }

    /// Eight tables of 256: the n-th is for an octet with n others behind it in the step. 8 KiB, made once, never freed;
    /// read-only once anybody can see it, hence safe without a lock.
    nonisolated(unsafe) private static let table: UnsafePointer<UInt32> = {
        let table = UnsafeMutablePointer<UInt32>.allocate(capacity: 8 * 256)
        for octet in 0..<256 {
            var crc = UInt32(octet)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
            table[octet] = crc
        }
        for place in 256..<(8 * 256) {
            let before = table[place - 256]
            table[place] = before >> 8 ^ table[Int(before & 0xff)]
        }
        return UnsafePointer(table)
    }()
}

/// Lines of a listing that are no entry: how many, and the first of them, to be masked and shown.
struct OddLines: Equatable, Sendable {
    private(set) var count = 0
    private(set) var first: [UInt8] = []

    mutating func add(_ line: UnsafeRawBufferPointer) {
        if count == 0 { first = Array(line.prefix(Limits.commandOctets)) }
        count += 1
    }
}

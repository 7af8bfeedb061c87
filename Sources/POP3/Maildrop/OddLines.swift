/// Lines of a listing that are no entry: how many, and the first of them for people to look at.
struct OddLines: Equatable, Sendable {
    private(set) var count = 0
    private(set) var first = ""

    mutating func add(_ line: UnsafeRawBufferPointer) {
        if count == 0 { first = Session.beginning(of: line) }
        count += 1
    }
}

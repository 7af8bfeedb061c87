/// What is known of a folder's names, by a 62-bit hash of each: at most 24 octets a name, so that a folder of a million costs little.
///
/// A hash that two names share would make one look known. Its key is drawn anew for each run, so nobody can look for such names;
/// by chance it happens once in a million runs over a million names, and then costs a message's being taken for stored whose file was
/// removed.
public struct NameIndex {
    public struct Marks: OptionSet, Sendable {
        public let rawValue: UInt64
        public init(rawValue: UInt64) { self.rawValue = rawValue }

        /// A file of that name is in the folder.
        public static let present = Marks(rawValue: 1)
        /// The manifest has a line for it.
        public static let listed = Marks(rawValue: 2)
    }

    /// Hash and marks; 0: nothing here.
    private var slots: [UInt64] = []
    /// Beside each slot a few bits of what the manifest says is in the file; 0: not known.
    private var contents: [UInt32] = []
    public private(set) var count = 0
    private let key = UInt64.random(in: 1...(.max))

    public init() {}

    /// - Parameter content: what is in the file, where that is known; of two the later one counts.
    public mutating func mark(_ name: UnsafeRawBufferPointer, _ marks: Marks, content: ContentMark? = nil) {
        if count * 4 >= slots.count * 3 { grow() }
        let hash = hash(name)
        let slot = slot(of: hash)
        if slots[slot] == 0 { count += 1 }
        slots[slot] |= hash | marks.rawValue
        if let content { contents[slot] = content.bits }
    }

    /// Whether the name has all these marks.
    public func has(_ name: UnsafeRawBufferPointer, _ marks: Marks) -> Bool {
        guard !slots.isEmpty else { return false }
        let found = slots[slot(of: hash(name))]
        return found != 0 && found & marks.rawValue == marks.rawValue
    }

    /// Whether the file may have this content, as far as anything is known of it.
    public func has(_ name: UnsafeRawBufferPointer, octets: Int64, sha256: UnsafeRawPointer?) -> Bool {
        guard !slots.isEmpty else { return true }
        return ContentMark(bits: contents[slot(of: hash(name))]).admits(octets: octets, sha256: sha256)
    }

    /// How many names have exactly these marks. Costs a walk.
    public func count(exactly marks: Marks) -> Int { slots.count { $0 != 0 && $0 & 3 == marks.rawValue } }

    private func slot(of hash: UInt64) -> Int {
        let mask = slots.count - 1
        var at = Int(truncatingIfNeeded: hash >> 2) & mask
        while slots[at] != 0, slots[at] & ~3 != hash { at = (at + 1) & mask }
        return at
    }

    private mutating func grow() {
        let (old, oldContents) = (slots, contents)
        slots = Array(repeating: 0, count: max(64, old.count * 2))
        contents = Array(repeating: 0, count: slots.count)
        for (entry, content) in zip(old, oldContents) where entry != 0 {
            let slot = slot(of: entry & ~3)
            (slots[slot], contents[slot]) = (entry, content)
        }
    }

    /// Eight octets a step, each mixed by a multiplication whose halves are folded.
    func hash(_ name: UnsafeRawBufferPointer) -> UInt64 {
        var state = key ^ UInt64(name.count)
        var at = 0
        while at < name.count {
            var word: UInt64 = 0
            withUnsafeMutableBytes(of: &word) { word in
                let end = min(at + 8, name.count)
                word.copyMemory(from: UnsafeRawBufferPointer(rebasing: name[at..<end]))
            }
            let product = (state ^ word).multipliedFullWidth(by: 0x9e37_79b9_7f4a_7c15)
            state = product.high ^ product.low ^ key
            at += 8
        }
        let product = state.multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
        let hash = (product.high ^ product.low) & ~3
        return hash == 0 ? 4 : hash
    }
}

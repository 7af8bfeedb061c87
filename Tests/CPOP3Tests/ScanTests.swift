import CPOP3
import Testing

/// The index of the first `needle`, by looking everywhere.
private func naive(_ octets: [UInt8], _ needle: String) -> Int {
    let needle = Array(needle.utf8)
    guard octets.count >= needle.count else { return octets.count }
    return (0...(octets.count - needle.count)).first { at in needle.indices.allSatisfy { octets[at + $0] == needle[$0] } }
        ?? octets.count
}

/// Octets of which most mean something to the scan.
private func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    var dice = Dice(seed)
    let alphabet = Array("\r\n.\r\n.ab\n.".utf8)
    let rarely = seed % 3  // 0: dense, 1: a few, 2: hardly any
    return (0..<count).map { _ in
        rarely > 0 && Int.random(in: 0..<Int(rarely * rarely * 20), using: &dice) != 0
            ? UInt8(ascii: "x") : alphabet.randomElement(using: &dice)!
    }
}

@Suite("Scan: the line end before a line-start dot (RFC 1939 section 3)") struct ScanTests {
    /// What a level answers to octets that lie at `at`, and what it should.
    private func check(
        _ level: pop3_scan_level, _ at: UnsafeMutablePointer<UInt8>?, _ count: Int, crlf: Int, lf: Int,
        _ what: @autoclosure () -> String
    ) {
        let scan = pop3_scan_at(level)!.pointee
        let found = (scan.crlf_dot(at, count), scan.lf_dot(at, count))
        if found != (crlf, lf) { Issue.record("\(found) instead of \((crlf, lf)): \(what())") }
    }

    @Test("every level agrees with a plain loop at every alignment and length", arguments: scanLevels, 0..<3)
    func alignments(_ level: pop3_scan_level, _ density: Int) {
        let memory = GuardedMemory()
        for length in 0...300 {
            let octets = noise(length, seed: UInt64(length * 3 + density))
            let crlf = naive(octets, "\r\n."), lf = naive(octets, "\n.")
            for alignment in 0..<64 {
                let at = memory.atBegin(octets, offset: alignment)
                check(level, at, length, crlf: crlf, lf: lf, "\(escaped(octets)) at \(alignment)")
            }
        }
    }

    @Test("nothing outside is read or found: a page that cannot be read lies before and behind", arguments: scanLevels)
    func guardPages(_ level: pop3_scan_level) {
        let memory = GuardedMemory()
        for length in 0...300 {
            for seed in 0..<6 {
                let octets = noise(length, seed: UInt64(length * 6 + seed))
                let crlf = naive(octets, "\r\n."), lf = naive(octets, "\n.")
                check(level, memory.atEnd(octets), length, crlf: crlf, lf: lf, "at end: \(escaped(octets))")
                check(level, memory.atBegin(octets), length, crlf: crlf, lf: lf, "at begin: \(escaped(octets))")
            }
        }
    }

    @Test("one dot is found at each place of each length, and what is cut off at the end is not", arguments: scanLevels)
    func eachPlace(_ level: pop3_scan_level) {
        let memory = GuardedMemory()
        for length in 3...300 {
            for place in 0..<length {
                var octets = [UInt8](repeating: UInt8(ascii: "."), count: length)
                for (index, octet) in "\r\n.".utf8.enumerated() where place + index < length { octets[place + index] = octet }
                check(
                    level, memory.atEnd(octets), length, crlf: place + 2 < length ? place : length,
                    lf: place + 2 < length ? place + 1 : length, "\(place) of \(length)")
            }
        }
    }

    @Test("octets behind the end make no match", arguments: scanLevels)
    func cutShort(_ level: pop3_scan_level) {
        let memory = GuardedMemory()
        for length in 0...200 {
            let octets = [UInt8](repeating: UInt8(ascii: "x"), count: length) + Array("\r\n.".utf8)
            let at = memory.atEnd(octets)
            for count in length..<(length + 3) {
                check(level, at, count, crlf: count, lf: count, "\(count) of \(length + 3)")
            }
        }
    }

    @Test(
        "near misses are not taken for it", arguments: scanLevels,
        [
            "\n.", "\r.", "\r\n", "\r\n ", "\r\r.", "\n\r.", "\r\n\r.", "x\n.", ".\r\n", "\0\n.", "\r\0.", "\r\n\0.", "\u{1}\n.",
        ])
    func nearMisses(_ level: pop3_scan_level, _ miss: String) {
        let memory = GuardedMemory()
        for repeats in 1...80 {
            let octets = (0..<repeats).flatMap { _ in Array(miss.utf8) + [120, 121] } + Array("\r\n.z".utf8)
            let crlf = octets.count - 4
            check(level, memory.atEnd(octets), octets.count, crlf: crlf, lf: naive(octets, "\n."), miss)
        }
    }

    @Test("a long way off is found as well", arguments: scanLevels)
    func farAway(_ level: pop3_scan_level) {
        let memory = GuardedMemory(pages: 20)
        var dice = Dice(7)
        for _ in 0..<200 {
            let length = Int.random(in: 1000...70000, using: &dice)
            var octets = [UInt8](repeating: 10, count: length)
            let place = Int.random(in: 0..<(length - 2), using: &dice)
            octets.replaceSubrange(place..<(place + 3), with: "\r\n.".utf8)
            check(level, memory.atEnd(octets), length, crlf: place, lf: place + 1, "\(place) of \(length)")
        }
    }

    @Test("no octets, no address: the answer is 0", arguments: scanLevels)
    func empty(_ level: pop3_scan_level) {
        check(level, nil, 0, crlf: 0, lf: 0, "empty")
    }

    @Test("the best level is one of those that are there, and the same at every call")
    func best() {
        let best = pop3_scan_best()
        #expect(scanLevels.contains { pop3_scan_at($0) == best })
        #expect(pop3_scan_best() == best)
        #expect(pop3_scan_at(pop3_scan_level(rawValue: 99)) == nil)
    }

    @Test("lines are counted at every length")
    func lines() {
        let memory = GuardedMemory()
        for length in 0...600 {
            let octets = length % 2 == 0 ? noise(length, seed: UInt64(length)) : [UInt8](repeating: 10, count: length)
            let count = pop3_scan_count_lf(memory.atEnd(octets), length)
            #expect(count == octets.count { $0 == 10 })
        }
        #expect(pop3_scan_count_lf(nil, 0) == 0)
    }
}

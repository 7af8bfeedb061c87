import CPOP3
import Testing

/// Drops the dots behind CRLF from `octets`, one octet at a time. `before`: how much of a CRLF lies before the first.
private func naiveSqueeze(_ octets: ArraySlice<UInt8>, before: Int) -> (kept: [UInt8], before: Int) {
    var kept: [UInt8] = []
    var seen = before
    for octet in octets {
        if seen == 2 && octet == UInt8(ascii: ".") {
            seen = 0
            continue
        }
        kept.append(octet)
        seen = octet == 13 ? 1 : octet == 10 && seen == 1 ? 2 : 0
    }
    return (kept, seen)
}

private let squeezing = scanLevels.filter { pop3_scan_at($0)!.pointee.squeeze != nil }

@Suite("Squeeze: dots dropped in place") struct SqueezeTests {
    /// Squeezes `octets` from `gap` on down to 0 and compares with ``naiveSqueeze(_:before:)`` as far as it went.
    private func check(_ level: pop3_scan_level, _ octets: [UInt8], gap: Int, before: Int, _ memory: GuardedMemory) {
        let at = memory.atEnd(octets)
        var state = pop3_squeezed(at: gap, end: 0, before: UInt8(before))
        pop3_scan_at(level)!.pointee.squeeze!(at, octets.count, &state)
        let result = Array(UnsafeBufferPointer(start: at, count: octets.count))
        let what = "\(escaped(octets)) gap \(gap) before \(before)"
        guard state.at >= gap, state.at <= octets.count, state.end <= state.at else {
            Issue.record("out of place: \(state) \(what)")
            return
        }
        let (kept, seen) = naiveSqueeze(octets[gap..<state.at], before: before)
        #expect(Array(result[..<state.end]) == kept, "\(what)")
        #expect(result[state.at...] == octets[state.at...], "octets ahead are not touched: \(what)")
        /// A CR counts only when the LF is there to be seen.
        let next = state.at < octets.count ? octets[state.at] : nil
        let wanted = seen == 1 && next != 10 ? 0 : seen
        #expect(Int(state.before) == wanted || Int(state.before) == seen && state.at == gap, "\(what)")
    }

    /// Lines as short as they come, most of them stuffed, but none that ends the body.
    private func lines(_ count: Int, longest: Int, seed: UInt64) -> [UInt8] {
        var dice = Dice(seed)
        var octets: [UInt8] = []
        while octets.count < count {
            if Int.random(in: 0..<5, using: &dice) > 0 { octets += ".".utf8 }
            let length = Int.random(in: 1...longest, using: &dice)
            octets += (0..<length).map { _ in Array(".\r\nabc".utf8).randomElement(using: &dice)! }
            octets += "x\r\n".utf8
        }
        return Array(octets[..<count])
    }

    @Test("what is left is what a plain loop leaves", arguments: squeezing, [1, 2, 5, 12, 70])
    func random(_ level: pop3_scan_level, _ longest: Int) {
        let memory = GuardedMemory()
        for length in 0...300 {
            let octets = lines(length, longest: longest, seed: UInt64(length * 100 + longest))
            for (gap, before) in [(0, 2), (0, 0), (1, 0), (1, 1), (2, 2), (3, 0)] where gap <= length {
                check(level, octets, gap: gap, before: before, memory)
            }
        }
    }

    @Test("one dot goes from each place", arguments: squeezing)
    func eachPlace(_ level: pop3_scan_level) {
        let memory = GuardedMemory()
        for place in 0..<130 {
            var octets = [UInt8](repeating: UInt8(ascii: "a"), count: place) + Array("\r\n.b".utf8)
            octets += [UInt8](repeating: UInt8(ascii: "c"), count: 100)
            check(level, octets, gap: 1, before: 0, memory)
        }
    }

    @Test("the shortest stuffed lines there are lose every dot", arguments: squeezing, 0..<4)
    func shortest(_ level: pop3_scan_level, _ shift: Int) {
        let octets = [UInt8](repeating: 120, count: shift) + Array(String(repeating: ".y\r\n", count: 80).utf8)
        check(level, octets, gap: 0, before: 2, GuardedMemory())
        check(level, Array("\r\n".utf8) + octets, gap: 0, before: 0, GuardedMemory())
    }

    @Test("it stops before the terminator, wherever that is", arguments: squeezing)
    func terminator(_ level: pop3_scan_level) {
        let memory = GuardedMemory()
        for place in 0..<130 {
            var octets = [UInt8](repeating: UInt8(ascii: "a"), count: place) + Array("\r\n.\r\n".utf8)
            octets += Array("+OK next\r\n..x\r\n".utf8) + [UInt8](repeating: UInt8(ascii: "c"), count: 100)
            let at = memory.atEnd(octets)
            var state = pop3_squeezed(at: 0, end: 0, before: 0)
            pop3_scan_at(level)!.pointee.squeeze!(at, octets.count, &state)
            #expect(state.at <= place + 2)
            #expect(Array(UnsafeBufferPointer(start: at, count: octets.count)) == octets)
        }
    }

    @Test("all but the last octets are done, so it is worth its call", arguments: squeezing)
    func goesOn(_ level: pop3_scan_level) {
        let octets = Array(String(repeating: "..\r\n.some words, stuffed\r\nand some that are not\r\n", count: 80).utf8)
        let memory = GuardedMemory()
        var state = pop3_squeezed(at: 0, end: 0, before: 2)
        pop3_scan_at(level)!.pointee.squeeze!(memory.atEnd(octets), octets.count, &state)
        #expect(octets.count - state.at < POP3_SQUEEZE_TAIL)
    }
}

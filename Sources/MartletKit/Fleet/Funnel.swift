internal import Synchronization

/// stdout and stderr of several threads: one writes at a time, whole lines only, and the line of progress makes way.
final class Funnel: Sendable {
    let output: Int32
    let error: Int32
    /// Whether lines on stdout and the line of progress share a screen.
    private let sharesScreen: Bool
    private let state = Mutex(State())

    private struct State {
        var progressShown = false
        var headings: Set<[String]> = []
    }

    /// - Parameter console: the one that the whole program uses; silent while the funnel is in use.
    init(_ console: Console) {
        output = console.output
        error = console.error
        sharesScreen = console.outputIsTerminal && console.errorIsTerminal
    }

    /// Whole lines of data.
    /// - Returns: 0, or the errno of the write that failed.
    func data(_ octets: [UInt8]) -> Int32 {
        guard !octets.isEmpty else { return 0 }
        return state.withLock { state in
            if sharesScreen { clear(&state) }
            return Descriptor.writeAll(output, octets)
        }
    }

    /// Lines of conversation, without the last line end. Where stderr is gone there is nobody to tell.
    func words(_ text: String) {
        state.withLock { state in
            clear(&state)
            _ = Descriptor.writeAll(error, Array((text + "\n").utf8))
        }
    }

    /// Writes over the line of progress; nil takes it away. For a terminal.
    func progress(_ text: String?) {
        state.withLock { state in
            guard let text else { return clear(&state) }
            state.progressShown = true
            _ = Descriptor.writeAll(error, Array(("\r" + text).utf8))
        }
    }

    /// Whether these columns have not had their heading yet.
    func isFirst(_ heading: [String]) -> Bool { state.withLock { $0.headings.insert(heading).inserted } }

    private func clear(_ state: inout State) {
        guard state.progressShown else { return }
        state.progressShown = false
        _ = Descriptor.writeAll(error, Array("\r\u{1B}[K".utf8))
    }
}

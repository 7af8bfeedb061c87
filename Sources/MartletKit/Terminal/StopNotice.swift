internal import POP3

/// Says once, after the first ^C, what is still being finished and what a second one would do.
final class StopNotice {
    private let workspace: Workspace
    private var isTold = false

    init(_ workspace: Workspace) { self.workspace = workspace }

    /// Cheap while nobody stops: called with every piece of a message.
    /// - Parameter received: octets of the message so far.
    @inline(__always)
    func look(at number: Int, received: Int64) {
        if Interrupt.isRequested, !isTold { tell(number, received) }
    }

    private func tell(_ number: Int, _ received: Int64) {
        isTold = true
        let console = workspace.console
        guard console.lane == nil, !Interrupt.isTermination else { return }
        let (lines, marks) = (Self.lines(number, left(number, received), marks: workspace.mailbox.marks.count), console)
        marks.freshLine()
        for line in lines { console.note(line) }
    }

    private func left(_ number: Int, _ received: Int64) -> Int64? {
        guard let maildrop = workspace.mailbox.knownMaildrop, let index = maildrop.index(ofNumber: number),
            let octets = maildrop.octets(at: index), octets > received
        else { return nil }
        return octets - received
    }

    static func lines(_ number: Int, _ left: Int64?, marks: Int) -> [String] {
        let size = left.map { " (\(Size.long($0)) to go)" } ?? ""
        let first = "^C stopping after message \(number)\(size). Ctrl-C again hangs up"
        guard marks > 0 else { return [first] }
        return [first + ";", "   \(Plural.text(marks, "marked message")) would then stay on the server."]
    }
}

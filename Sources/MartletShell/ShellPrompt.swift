internal import MartletKit
internal import POP3

/// What stands before the cursor: who, where, how many messages, and what is pending. Costs no round trip.
struct ShellPrompt: Equatable {
    /// The account, else `anna@pop.example.net`, or the host alone before a user is known; nil when there is no connection.
    var place: String?
    var messages: Int?
    var new = 0
    var toDelete = 0
    var isInsecure = false
    /// Signed out, to be signed in again by the next command.
    var isAway = false

    init(
        place: String? = nil, messages: Int? = nil, new: Int = 0, toDelete: Int = 0, isInsecure: Bool = false,
        isAway: Bool = false
    ) {
        self.place = place
        self.messages = messages
        self.new = new
        self.toDelete = toDelete
        self.isInsecure = isInsecure
        self.isAway = isAway
    }

    init(_ workspace: Workspace) {
        let mailbox = workspace.mailbox
        toDelete = mailbox.marks.count
        messages = mailbox.knownMaildrop?.count
        if let away = mailbox.away {
            isAway = true
            place = mailbox.settings.account ?? away.account
        } else if let session = mailbox.session, session.state != .ended {
            let host = session.endpoint.host
            place = mailbox.settings.account ?? session.user.map { "\($0)@\(host)" } ?? host
            isInsecure = !session.isTLS
            new = workspace.knownNew ?? 0
        }
    }

    /// The text for readline: what takes no column stands between \001 and \002.
    /// - Parameter columns: of the terminal; a long name is cut so that three eighths of it are left for the line.
    func text(colour: Bool, columns: Int) -> String {
        guard let place else { return "> " }
        var state = messages.map { " \($0)" } ?? ""
        let pending = (new > 0 ? ["\(new) new"] : []) + (toDelete > 0 ? ["\(toDelete) to delete"] : [])
        if !pending.isEmpty { state += " (\(pending.joined(separator: ", ")))" }
        if isInsecure { state = " insecure" + state }
        if isAway { state = " signed out" + state }
        let room = max(8, columns * 5 / 8 - DisplayWidth.of(state) - 2)
        let name = Escape.line(place)
        let shown = DisplayWidth.of(name) <= room ? name : DisplayWidth.fit(name, room)
        guard isInsecure, colour else { return shown + state + "> " }
        return "\u{1}\u{1B}[31m\u{2}" + shown + state + ">\u{1}\u{1B}[0m\u{2} "
    }
}

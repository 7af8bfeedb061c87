internal import MartletKit
internal import POP3

/// What stands before the cursor: who, where, how many messages, and what is pending. Costs no round trip.
struct ShellPrompt: Equatable {
    /// The account, else `anna@pop.example.net`, or the host alone before a user is known; nil when there is no connection.
    var place: String?
    var messages: Int?
    var toDelete = 0
    var isInsecure = false

    init(place: String? = nil, messages: Int? = nil, toDelete: Int = 0, isInsecure: Bool = false) {
        self.place = place
        self.messages = messages
        self.toDelete = toDelete
        self.isInsecure = isInsecure
    }

    init(_ mailbox: Mailbox) {
        guard let session = mailbox.session, session.state != .ended else { return }
        let host = session.endpoint.host
        place = mailbox.settings.account ?? session.user.map { "\($0)@\(host)" } ?? host
        messages = mailbox.knownMaildrop?.count
        toDelete = mailbox.marked.count
        isInsecure = !session.isTLS
    }

    /// The text for readline: what takes no column stands between \001 and \002.
    /// - Parameter columns: of the terminal; a long name is cut so that half of it is left for the line.
    func text(colour: Bool, columns: Int) -> String {
        guard let place else { return "> " }
        var state = messages.map { " \($0)" } ?? ""
        if toDelete > 0 { state += " (\(toDelete) to delete)" }
        if isInsecure { state = " insecure" + state }
        let room = max(8, columns / 2 - DisplayWidth.of(state) - 2)
        let name = Escape.line(place)
        let shown = DisplayWidth.of(name) <= room ? name : DisplayWidth.fit(name, room)
        guard isInsecure, colour else { return shown + state + "> " }
        return "\u{1}\u{1B}[31m\u{2}" + shown + state + ">\u{1}\u{1B}[0m\u{2} "
    }
}

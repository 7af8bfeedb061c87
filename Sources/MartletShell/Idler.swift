internal import MartletKit
internal import POP3

/// Leaves the mailbox to others while nobody types.
struct Idler {
    private let workspace: Workspace
    private let prompt: () -> String

    /// - Parameter prompt: how it looks from now on.
    init(_ workspace: Workspace, prompt: @escaping () -> String) {
        self.workspace = workspace
        self.prompt = prompt
    }

    /// nil: nothing is to happen.
    var millisecondsLeft: Int32? {
        guard workspace.mailbox.session?.state == .transaction, let limit = workspace.preferences.idle else { return nil }
        let left = limit - (ContinuousClock.now - workspace.mailbox.lastUse)
        return Int32(clamping: max(0, left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000))
    }

    func wake() -> String? {
        guard let limit = workspace.preferences.idle else { return nil }
        Interrupt.reset(workspace.canceller)
        if let text = workspace.mailbox.idle(after: limit) { workspace.console.note(text) }
        return prompt()
    }
}

/// When words are coloured: `--color`, and what the environment says where that leaves it open.
public enum ColourChoice: String, CaseIterable, Sendable {
    case auto, always, never

    /// - Parameters:
    ///   - isTerminal: whether the words go to one.
    ///   - environment: the value of a variable.
    public func wants(isTerminal: Bool, environment: (String) -> String? = Folders.environment) -> Bool {
        switch self {
        case .always: return true
        case .never: return false
        case .auto:
            // no-color.org: any value but the empty one.
            if let no = environment("NO_COLOR"), !no.isEmpty { return false }
            if let force = environment("CLICOLOR_FORCE"), !force.isEmpty, force != "0" { return true }
            return isTerminal && !["", "dumb"].contains(environment("TERM") ?? "")
        }
    }
}

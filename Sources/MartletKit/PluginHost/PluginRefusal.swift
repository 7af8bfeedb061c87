internal import CMartletPlugin

/// Why a file, or a folder of files, was not loaded.
public struct PluginRefusal: Equatable, Sendable {
    enum Reason: Equatable, Sendable {
        /// The one it was built for.
        case interface(UInt32)
        case other(String)
    }

    let path: String
    /// nil for a folder.
    let plugin: String?
    let reason: Reason

    /// One line for people.
    public var text: String {
        switch reason {
        case .interface(let number):
            "plugin \(path) was not loaded: it was built for interface \(number), this is \(MARTLET_ABI)"
        case .other(let reason): "plugin \(path) was not loaded: \(reason)"
        }
    }

    /// What whoever asks for one of its commands is told.
    var failure: Failure {
        let name = plugin ?? path
        let unload = "plugin unload \(name)"
        switch reason {
        case .interface(let number):
            return Failure(
                .software, "plugin", "plugin \"\(name)\" was built for interface \(number), this is \(MARTLET_ABI)",
                hint: "rebuild it, or \(unload)")
        case .other(let reason):
            return Failure(.software, "plugin", "plugin \"\(name)\" was not loaded: \(reason)", hint: "mend it, or \(unload)")
        }
    }
}

/// One thing the doctor found out, for people and for programs.
struct DoctorFinding: Equatable {
    enum Level: String {
        case ok
        /// Worth knowing, nothing to do.
        case note
        /// Slower, weaker or stranger than it should be; martlet works around it.
        case quirk
        /// Does not work.
        case problem

        /// One column on the page.
        var mark: String {
            switch self {
            case .ok: "ok"
            case .note: "--"
            case .quirk: "~~"
            case .problem: "!!"
            }
        }
    }

    /// A short stable word: `dns`, `tls-995`, `uidl` …
    let key: String
    let level: Level
    /// A sentence without its full stop. Servers' words in it are escaped where it is shown.
    let text: String
    /// What to do, or what martlet does about it.
    let advice: String?

    init(_ key: String, _ level: Level, _ text: String, advice: String? = nil) {
        (self.key, self.level, self.text, self.advice) = (key, level, text, advice)
    }
}

/// The findings about one part of the way to the mail.
struct DoctorSection: Equatable {
    let title: String
    var findings: [DoctorFinding] = []
}

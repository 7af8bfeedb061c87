/// What the doctor says: a page a person can act on, or one JSON object.
struct DoctorReport: Equatable {
    let server: String
    var sections: [DoctorSection] = []

    private var findings: [DoctorFinding] { sections.flatMap(\.findings) }
    var problems: Int { findings.count { $0.level == .problem } }
    var quirks: Int { findings.count { $0.level == .quirk } }

    /// The page, nothing in it unescaped, in lines of at most so many columns where words allow it.
    func page(columns: Int) -> String {
        var page = "martlet doctor  \(Escape.line(server))\n"
        for section in sections where !section.findings.isEmpty {
            page += "\n\(section.title)\n"
            for finding in section.findings {
                page += "  \(finding.level.mark)  \(Wrap.text(Escape.line(finding.text), columns, indent: 6))\n"
            }
        }
        let advised = findings.filter { $0.advice != nil }
        if !advised.isEmpty {
            page += "\nWhat to do\n"
            for finding in advised {
                page += "  \(Wrap.text(Escape.line(finding.text) + ":", columns, indent: 2))\n"
                page += "      \(Wrap.text(Escape.line(finding.advice ?? ""), columns, indent: 6))\n"
            }
        }
        return page + "\n\(verdict)\n"
    }

    private var verdict: String {
        let quirks = quirks == 1 ? "1 quirk" : "\(quirks) quirks"
        switch problems {
        case 0: return self.quirks == 0 ? "all is well" : "it works, with \(quirks)"
        case 1: return "1 problem, \(quirks)"
        default: return "\(problems) problems, \(quirks)"
        }
    }

    func json(into json: inout JSONText) {
        json.field("server", server)
        json.field("problems", Int64(problems))
        json.field("quirks", Int64(quirks))
        json.key("findings")
        json.array { json in
            for section in sections {
                for finding in section.findings {
                    json.object { json in
                        json.field("section", section.title.lowercased())
                        json.field("key", finding.key)
                        json.field("level", finding.level.rawValue)
                        json.field("text", finding.text)
                        json.key("advice")
                        json.string(finding.advice)
                    }
                }
            }
        }
    }
}

import PluginSystem

/// A bar chart as one SVG file: static, nothing loaded, readable on light and dark.
public struct SVGChart {
    /// Bars of one picture: more make it unreadable, and browsers slow.
    public static let most = 500

    private enum Place {
        static let width = 800
        static let labelEnd = 282
        static let barStart = 290
        static let barMost = 330
        static let top = 76
        static let row = 24
        static let bar = 16
        /// Letters of 13 pixels in the room for labels.
        static let letters = 32
    }

    private let title: String
    private let subtitle: String
    private let groups: [Group]

    /// - Parameter day: when it was drawn.
    public init(title: String, day: String, tally: Tally, groups: [Group]) {
        (self.title, self.groups) = (title, groups)
        let messages = tally.messages
        subtitle = "\(day): \(messages) \(messages == 1 ? "message" : "messages"), \(SizeText.of(tally.octets))"
    }

    public var text: String {
        let height = Place.top + groups.count * Place.row + 16
        let heading = XMLText.escaped(XMLText.cut(title, letters: 90))
        var out = """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(Place.width)" height="\(height)" viewBox="0 0 \(Place.width) \(height)" \
            role="img" font-family="system-ui, sans-serif" font-size="13">
            <title>\(heading)</title>
            <style>
            .paper { fill: #ffffff } .ink { fill: #1c2127 } .faint { fill: #5b6570 } .bar { fill: #2f6fb3 } .rest { fill: #9aa5b1 }
            @media (prefers-color-scheme: dark) {
            .paper { fill: #12161b } .ink { fill: #e6eaef } .faint { fill: #9aa5b1 } .bar { fill: #6aaef2 } .rest { fill: #5b6570 }
            }
            </style>
            <rect class="paper" width="100%" height="100%"/>
            <text class="ink" x="24" y="36" font-size="18" font-weight="600">\(heading)</text>
            <text class="faint" x="24" y="58">\(XMLText.escaped(XMLText.cut(subtitle, letters: 110)))</text>

            """
        let largest = groups.map(\.octets).max() ?? 0
        for (index, group) in groups.enumerated() {
            append(group, y: Place.top + index * Place.row, largest: largest, to: &out)
        }
        return out + "</svg>\n"
    }

    private func append(_ group: Group, y: Int, largest: Int64, to out: inout String) {
        let length = largest > 0 ? Double(group.octets) / Double(largest) * Double(Place.barMost) : 0
        let tenths = max(group.octets > 0 ? 10 : 0, Int((length * 10).rounded()))
        let count = "\(group.messages) \(group.messages == 1 ? "message" : "messages")"
        let end = Place.barStart + (tenths + 9) / 10 + 8
        out += """
            <g><title>\(XMLText.escaped(XMLText.cut(group.label, letters: 400)))</title>
            <text class="ink" x="\(Place.labelEnd)" y="\(y + 13)" text-anchor="end">\
            \(XMLText.escaped(XMLText.cut(group.label, letters: Place.letters)))</text>
            <rect class="\(group.kind == .named ? "bar" : "rest")" x="\(Place.barStart)" y="\(y)" \
            width="\(tenths / 10).\(tenths % 10)" height="\(Place.bar)" rx="2"/>
            <text class="faint" x="\(end)" y="\(y + 13)">\(SizeText.of(group.octets)), \(count)</text></g>

            """
    }
}

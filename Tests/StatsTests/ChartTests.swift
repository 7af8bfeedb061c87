import Testing

@testable import StatsCore

@Suite("Bars on a terminal") struct ChartTests {
    static func groups(_ octets: [Int64], label: String = "2026-11") -> [Group] {
        octets.map { Group(key: label, messages: 1, octets: $0) }
    }

    @Test("eighths of a block; the smallest for a little, nothing for nothing")
    func eighths() {
        let chart = Chart(Self.groups([6400]), columns: 36, marks: .blocks)
        #expect(chart.labelColumns == 8 && chart.barColumns == 8)
        let bars = [6400, 100, 200, 700, 800, 1, 0, 3250].map { chart.bar($0) }
        #expect(bars == ["████████", "▏", "▎", "▉", "█", "▏", "", "████▏"])
        let plain = Chart(Self.groups([6400]), columns: 36, marks: .ascii)
        #expect([6400, 1, 0, 3250, 1100].map { plain.bar($0) } == ["########", "#", "", "####", "#"])
        #expect(Chart(Self.groups([0, 0]), columns: 80, marks: .blocks).bar(0) == "")
        #expect(Chart([], columns: 80, marks: .blocks).bar(1) == "")
    }

    @Test("columns are never more than the terminal has, wherever it can hold the numbers at all")
    func widths() {
        for label in ["2026-11", String(repeating: "x", count: 300), "你好你好你好你好你好你好你好"] {
            for columns in 26...300 {
                let chart = Chart(Self.groups([1, .max], label: label), columns: columns, marks: .blocks)
                let numbers = Chart.messagesColumns + Chart.octetsColumns + 2 * Chart.gap
                let bars = chart.barColumns > 0 ? chart.barColumns + Chart.gap : 0
                #expect(chart.labelColumns + numbers + bars <= columns)
                #expect(chart.bar(.max).count == chart.barColumns && chart.bar(1).count <= 1)
            }
        }
        #expect(Chart(Self.groups([1]), columns: 0, marks: .blocks).barColumns == 0)
    }

    @Test(
        "blocks need a locale and a terminal that have them",
        arguments: [
            (["LANG": "en_US.UTF-8"], .blocks), (["LC_ALL": "C.utf8"], .blocks),
            (["LC_ALL": "C", "LANG": "de_DE.UTF-8"], .ascii),
            (["LC_ALL": "", "LC_CTYPE": "sv_SE.UTF-8"], .blocks), (["LANG": "C.UTF-8", "TERM": "dumb"], .ascii), ([:], .ascii),
        ] as [([String: String], Chart.Marks)])
    func marks(_ environment: [String: String], _ expected: Chart.Marks) {
        #expect(Chart.marks { environment[$0] } == expected)
    }
}

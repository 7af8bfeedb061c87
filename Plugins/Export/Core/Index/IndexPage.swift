import CPluginSystem
import PluginSystem

/// `index.html` for an exported folder: one page without any other file, that loads nothing and shows all messages in a table. With
/// scripts it can be sorted and searched; without, it is a plain table.
///
/// Rows are written as they are pulled, into a file that gets its name when it is whole. Memory: one row.
public enum IndexPage {
    public static let name = "index.html"
    /// By it we know a page of ours, which may be replaced.
    static let mark: StaticString = "<meta name=\"generator\" content=\"martlet\">"
    /// How much of a sender's or a subject's text is shown: a sender may send kilobytes, twenty thousand times.
    static let textLimitOctets = 300

    /// Writes or replaces the page from the manifest and the files of the folder.
    /// - Parameter title: plain text: the account, say.
    /// - Returns: how many messages it lists.
    /// - Throws: ``StoreFailure/refused(_:hint:)`` where an `index.html` is there that is not of martlet's.
    @discardableResult
    public static func write(in folder: ExportFolder, title: String) throws(StoreFailure) -> Int {
        let rows = try StoreFailure.wrapping { () throws(SystemError) in try IndexRows(folder) }
        return try write(in: folder, title: title, rows: rows.next)
    }

    /// The same with rows of the caller's, pulled one at a time until nil.
    @discardableResult
    public static func write(
        in folder: ExportFolder, title: String, rows: () throws(SystemError) -> IndexRow?
    ) throws(StoreFailure) -> Int {
        try checkOld(folder)
        let part = OctetBuffer(capacity: 64)
        FileNames.append(part: 0, run: plugin_random(), to: part)
        part.append(0)
        do throws(SystemError) {
            let made = try check(plugin_create(folder.descriptor, part.name(at: 0)), "write \(name)")
            defer { plugin_close(made) }
            let count = try write(to: DescriptorSink(made), title: title, rows: rows)
            if folder.durable { try check(plugin_sync(made), "write \(name)") }
            try check(plugin_replace(folder.descriptor, part.name(at: 0), name), "write \(name)")
            try folder.syncNames()
            return count
        } catch {
            plugin_remove(folder.descriptor, part.name(at: 0))
            throw .system(error)
        }
    }

    /// Writes the page to a descriptor.
    static func write(
        to sink: DescriptorSink, title: String, rows: () throws(SystemError) -> IndexRow?
    ) throws(SystemError) -> Int {
        let text = OctetBuffer(capacity: 4096)
        appendTop(title, to: text)
        try sink.append(text.octets)
        var count = 0
        var octets: Int64 = 0
        while let row = try rows() {
            text.removeAll()
            append(row, to: text)
            try sink.append(text.octets)
            count += 1
            octets &+= max(row.octets, 0)
        }
        text.removeAll()
        appendBottom(count, octets, to: text)
        try sink.append(text.octets)
        try sink.flush()
        return count
    }

    /// Refuses to replace a page that somebody else wrote.
    public static func checkOld(_ folder: ExportFolder) throws(StoreFailure) {
        guard folder.exists else { return }
        let opened = plugin_open_reading(folder.descriptor, name)
        if opened < 0, SystemError(-opened, "").isAbsent { return }
        defer { plugin_close(opened) }
        var octets = [UInt8](repeating: 0, count: 1024)
        let got = opened < 0 ? 0 : plugin_read_at(opened, &octets, octets.count, 0)
        let begin = String(decoding: octets.prefix(Int(max(got, 0))), as: UTF8.self)
        guard begin.contains("\(mark)") else {
            throw .refused(
                "\(folder.path)/\(name) exists and was not written by martlet", hint: "move it away, or go without the index")
        }
    }

    private static func appendTop(_ title: String, to out: OctetBuffer) {
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        out.append(mark)
        out.append("\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '")
        out.append(IndexAssets.styleHash)
        out.append("'; script-src '")
        out.append(IndexAssets.scriptHash)
        out.append("'; base-uri 'none'; form-action 'none'\">\n")
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        out.append(
            "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        HTMLText.append(title, to: out)
        out.append("</title>\n<style>")
        out.append(IndexAssets.style)
        out.append("</style>\n</head>\n<body>\n<header>\n<h1>")
        HTMLText.append(title, to: out)
        out.append(
            """
            </h1>
            <form id="find" role="search" hidden>
            <label for="words">Search</label>
            <input id="words" type="search" autocomplete="off" autocapitalize="none" spellcheck="false">
            <output id="found" for="words"></output>
            </form>
            </header>
            <main>
            <table>
            <thead><tr><th scope="col" data-numeric>#</th><th scope="col">Date (UTC)</th><th scope="col">From</th><th scope="col">Subject\
            </th><th scope="col" data-numeric>Size</th></tr></thead>
            <tbody>

            """)
    }

    /// Closing tags that HTML does not ask for are left out: a fifth of the page.
    private static func append(_ row: IndexRow, to out: OctetBuffer) {
        out.append("<tr><td>")
        if let number = row.number { out.append(decimal: UInt64(number)) }
        out.append("<td>")
        if let date = row.date { append(CalendarTime(utc: date.seconds), to: out) }
        out.append("<td>")
        if let from = row.from {
            let address = SafeName.isBlank(from.address) ? "" : from.address
            if SafeName.isBlank(from.name) {
                HTMLText.append(address, atMostOctets: textLimitOctets, to: out)
            } else {
                HTMLText.append(from.name, atMostOctets: textLimitOctets, to: out)
                out.append(" <small>")
                HTMLText.append(address, atMostOctets: textLimitOctets, to: out)
                out.append("</small>")
            }
        }
        out.append("<td><a href=\"")
        HTMLText.append(linkTo: row.file, to: out)
        out.append("\">")
        if SafeName.isBlank(row.subject) {
            out.append("(no subject)")
        } else {
            HTMLText.append(row.subject, atMostOctets: textLimitOctets, to: out)
        }
        out.append("</a><td data-value=\"")
        out.append(decimal: UInt64(max(row.octets, 0)))
        out.append("\">")
        HTMLText.append(size: row.octets, to: out)
        out.append("\n")
    }

    private static func append(_ date: CalendarTime, to out: OctetBuffer) {
        func two(_ value: Int) {
            out.append(UInt8(ascii: "0") + UInt8(value / 10))
            out.append(UInt8(ascii: "0") + UInt8(value % 10))
        }
        two(date.year / 100)
        two(date.year % 100)
        for value in [date.month, date.day] {
            out.append(UInt8(ascii: "-"))
            two(value)
        }
        out.append(UInt8(ascii: " "))
        two(date.hour)
        out.append(UInt8(ascii: ":"))
        two(date.minute)
    }

    private static func appendBottom(_ count: Int, _ octets: Int64, to out: OctetBuffer) {
        out.append("</tbody>\n</table>\n</main>\n<footer><p>")
        out.append(decimal: UInt64(count))
        out.append(count == 1 ? " message, " : " messages, ")
        HTMLText.append(size: octets, to: out)
        out.append("</p></footer>\n<script>")
        out.append(IndexAssets.script)
        out.append("</script>\n</body>\n</html>\n")
    }
}

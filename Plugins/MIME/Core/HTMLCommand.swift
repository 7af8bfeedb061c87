import CPluginSystem
import PluginSystem

/// A program of the user's that makes text of HTML: `w3m -T text/html -dump`.
public enum HTMLCommand {
    public struct Failure: Error {
        public let reason: String
    }

    /// Octets of text taken from it.
    private static let most = 16 << 20

    /// Gives it the HTML, in UTF-8, and takes what it prints.
    static func run(_ command: String, _ html: String) throws(Failure) -> String {
        do throws(SystemError) {
            let input = try spool(Array(html.utf8))
            defer { plugin_close(input) }
            let output = try check(plugin_open_spool(), "open a file in the temporary folder")
            defer { plugin_close(output) }
            try check(plugin_seek(input, 0), "go back in a file")
            let code = try check(plugin_filter(command, input, output), "run \(command)")
            guard code == 0 else { throw SystemError(0, "exit code \(code)") }
            return String(decoding: try octets(output), as: UTF8.self)
        } catch { throw Failure(reason: error.number == 0 ? error.action : "cannot \(error.action): \(error.reason)") }
    }

    private static func spool(_ octets: [UInt8]) throws(SystemError) -> Int32 {
        let file = try check(plugin_open_spool(), "open a file in the temporary folder")
        let status = octets.withUnsafeBytes { plugin_write(file, $0.baseAddress, $0.count) }
        guard status >= 0 else {
            plugin_close(file)
            throw SystemError(-status, "write a file in the temporary folder")
        }
        return file
    }

    private static func octets(_ file: Int32) throws(SystemError) -> [UInt8] {
        let count = Int(min(try check(plugin_size(file), "read a file back"), Int64(most)))
        var octets = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = octets.withUnsafeMutableBytes {
                plugin_read_at(file, $0.baseAddress! + done, count - done, Int64(done))
            }
            if try check(got, "read a file back") == 0 { break }
            done += Int(got)
        }
        return octets
    }
}

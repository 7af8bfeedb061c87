import Foundation
import MIMECore
import PluginSystem
import Testing

@Suite("The folder that parts are written to") final class OutputFolderTests {
    private let path = FileManager.default.temporaryDirectory.appendingPathComponent("martlet-\(UUID().uuidString)").path

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private func write(_ name: String, _ text: String, into folder: OutputFolder) throws -> OutputFolder.Outcome {
        let octets = Array(text.utf8)
        return try folder.write(name) { (write) throws(SystemError) in
            let failure = octets.withUnsafeBytes { bytes -> SystemError? in
                do throws(SystemError) { try write(bytes) } catch { return error }
                return nil
            }
            if let failure { throw failure }
        }
    }

    private var files: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
    private func content(_ name: String) -> String? { try? String(contentsOfFile: path + "/" + name, encoding: .utf8) }

    @Test("is made, and takes a file whole")
    func makes() throws {
        let folder = try OutputFolder(path + "/a/b")
        #expect(try write("x.txt", "hello", into: folder) == .init(name: "x.txt", isNew: true))
        #expect(content("a/b/x.txt") == "hello")
    }

    @Test("never has a file written over: another of the same name gets a number")
    func numbers() throws {
        let folder = try OutputFolder(path)
        #expect(try write("x.txt", "one", into: folder).name == "x.txt")
        #expect(try write("x.txt", "two", into: folder).name == "x (2).txt")
        #expect(try write("x.txt", "three", into: folder).name == "x (3).txt")
        #expect(try write("noext", "1", into: folder).name == "noext")
        #expect(try write("noext", "2", into: folder).name == "noext (2)")
        #expect(content("x.txt") == "one")
        #expect(files == ["noext", "noext (2)", "x (2).txt", "x (3).txt", "x.txt"])
    }

    @Test("knows what it has: the same octets are not written twice")
    func same() throws {
        let folder = try OutputFolder(path)
        _ = try write("x.txt", "one", into: folder)
        _ = try write("x.txt", "two", into: folder)
        #expect(try write("x.txt", "one", into: folder) == .init(name: "x.txt", isNew: false))
        #expect(try write("x.txt", "two", into: folder) == .init(name: "x (2).txt", isNew: false))
        #expect(files.count == 2)
    }

    @Test("is not left through a link, and a link is not written through")
    func links() throws {
        let outside = path + "-outside"
        defer { try? FileManager.default.removeItem(atPath: outside) }
        let folder = try OutputFolder(path)
        try FileManager.default.createSymbolicLink(atPath: path + "/x.txt", withDestinationPath: outside)
        #expect(try write("x.txt", "one", into: folder).name == "x (2).txt")
        #expect(!FileManager.default.fileExists(atPath: outside))
    }

    @Test("shows nothing of a file whose octets did not come to their end")
    func cutOff() throws {
        let folder = try OutputFolder(path)
        #expect(throws: SystemError.self) {
            _ = try folder.write("x.txt") { (_) throws(SystemError) in throw SystemError(5, "read it") }
        }
        #expect(files.isEmpty)
    }
}

import Foundation
import PluginSystem
import Testing

@Suite("A new file") struct NewFileTests {
    @Test("is written whole, and never over anything that has its name")
    func new() throws {
        let folder = NSTemporaryDirectory() + "martlet-stats-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/a.svg"
        #expect(!NewFile.isTaken(path))
        try NewFile.write(Array("one".utf8), to: path)
        #expect(NewFile.isTaken(path))
        let again = #expect(throws: SystemError.self) { try NewFile.write(Array("two".utf8), to: path) }
        #expect(again?.isExisting == true)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "one")
        try FileManager.default.createSymbolicLink(atPath: folder + "/link.svg", withDestinationPath: folder + "/elsewhere")
        for taken in ["/link.svg", "/.", "/.."] {
            #expect(throws: SystemError.self) { try NewFile.write(Array("two".utf8), to: folder + taken) }
        }
        for broken in [folder + "/", "", folder + "/none/a", folder + "/a\u{0}b"] {
            #expect(throws: SystemError.self) { try NewFile.write([1], to: broken) }
        }
        try NewFile.write([], to: folder + "/empty")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a.svg", "empty", "link.svg"])
    }
}

import MIME
import PluginSystem

/// What can be listed and extracted: a leaf of the tree of parts, or a file inside one.
public struct MailPiece {
    public enum Source {
        case part(Part)
        case embedded(EmbeddedFile)
    }

    /// "1", "2.1", "2.m.1"; of a file inside a part "2:1"; "1" for a message that is one part.
    public let path: String
    public let mediaType: String
    /// As the mail has it: not to be believed.
    public let name: String?
    public let source: Source
    /// Whether its sender means it to be kept as a file.
    public let isFile: Bool

    /// A name for its file.
    public var fileName: String {
        SafeName.fileName(name, else: "part-" + path.map { $0 == ":" ? "-" : String($0) }.joined() + FileExtension.of(mediaType))
    }
}

extension Message {
    /// Every piece, in the order of the mail.
    public var pieces: [MailPiece] {
        var found: [MailPiece] = []
        for part in parts where part.kind == .leaf {
            let path = part.path.isEmpty ? "1" : part.path
            let name = part.fileName
            found.append(
                MailPiece(
                    path: path, mediaType: part.mediaType, name: name, source: .part(part),
                    isFile: name != nil || part.isAttachment))
            for (index, file) in part.embeddedFiles.enumerated() {
                found.append(
                    MailPiece(
                        path: "\(path):\(index + 1)", mediaType: file.mediaType, name: file.name, source: .embedded(file),
                        isFile: file.name != nil))
            }
        }
        return found
    }
}

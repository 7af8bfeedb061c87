internal import MIME
internal import POP3

/// A mail as one line of JSON: what `inspect` prints.
///
///     file       the path as it was given
///     subject    decoded text, or null
///     from, to   [[display name, address], …]
///     date       [seconds since 1970, zone in minutes], or null
///     tree       [[part path, "type/subtype"], …]: the message is "", its parts "1", "2", theirs "1.1" …, the message in a message/rfc822
///                part has the part's path with ".m" behind it
///     filenames  [decoded file name or null, …], one a part
///     content    [[part path, octets, SHA-256], …] of the decoded parts that are neither multipart nor message; a message/rfc822 part has
///                null for both
///     text       the main text, text/plain or text/html, in its own markup; nothing where the whole message is an attachment
struct InspectedMail {
    let file: String
    let message: Message

    func line(_ digest: borrowing Digest) -> String {
        var json = JSONText()
        let header = message.header
        let parts = message.parts
        // A closure that escapes nowhere may still not borrow a noncopyable parameter: the hashes are made before.
        let contents = parts.map { content(of: $0, digest) }
        json.object { json in
            json.field("file", file)
            json.key("subject")
            json.string(header.subject)
            for name in ["from", "to"] {
                json.key(name)
                json.array { json in
                    for address in header.addresses(name) {
                        json.array { json in
                            json.string(address.name)
                            json.string(address.address)
                        }
                    }
                }
            }
            json.key("date")
            if let date = header.date {
                json.array { json in
                    json.number(date.seconds)
                    json.number(Int64(date.zoneMinutes))
                }
            } else {
                json.null()
            }
            json.key("tree")
            json.array { json in
                for part in parts {
                    json.array { json in
                        json.string(part.path)
                        json.string(part.mediaType)
                    }
                }
            }
            json.key("filenames")
            json.array { json in for part in parts { json.string(part.fileName) } }
            json.key("content")
            json.array { json in
                for (part, content) in zip(parts, contents) {
                    guard let content else { continue }
                    json.array { json in
                        json.string(part.path)
                        if let hash = content.sha256 {
                            json.number(Int64(content.octets))
                            json.string(hash)
                        } else {
                            json.null()
                            json.null()
                        }
                    }
                }
            }
            json.field("text", mainText?.sourceText ?? "")
        }
        return json.text
    }

    /// A message that is an attachment as a whole has no text beside it, only content.
    private var mainText: Part? {
        guard let part = message.mainTextPart, !part.isAttachment else { return nil }
        return part.isType("text", "plain") || part.isType("text", "html") ? part : nil
    }

    private struct Content {
        var octets = 0
        var sha256: String?
    }

    private func content(of part: Part, _ digest: borrowing Digest) -> Content? {
        if part.kind == .message || part.isType("message", "rfc822") { return Content() }
        guard part.kind == .leaf, !part.isType("message"), !part.isType("multipart") else { return nil }
        var content = Content()
        digest.begin()
        part.decode { octets in
            content.octets += octets.count
            digest.add(octets.bytes)
        }
        content.sha256 = digest.end { $0.withUnsafeBytes { Hex.text($0) } }
        return content
    }
}

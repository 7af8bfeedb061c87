import PluginSystem

extension SpooledMessage {
    /// Lends the decoded octets of a piece.
    public func forEachOctets(
        of piece: MailPiece, _ body: (UnsafeRawBufferPointer) throws(SystemError) -> Void
    ) throws(SystemError) {
        switch piece.source {
        case .part(let part): try decode(part, body)
        case .embedded(let file):
            // Typed throws do not pass `withUnsafeBytes`.
            let failure = file.octets.withUnsafeBytes { octets -> SystemError? in
                do throws(SystemError) { try body(octets) } catch { return error }
                return nil
            }
            if let failure { throw failure }
        }
    }

    /// Decoded octets of a piece.
    public func octets(of piece: MailPiece) -> Int64 {
        switch piece.source {
        case .embedded(let file): return Int64(file.octets.count)
        case .part(let part):
            var octets: Int64 = 0
            decode(part) { octets += Int64($0.count) }
            return octets
        }
    }

    /// "2 application/pdf report.pdf 1.3 M", one a piece.
    public var pieceLines: [String] {
        message.pieces.map { piece in
            let name = piece.name.map { " " + $0 } ?? ""
            return "\(piece.path) \(piece.mediaType)\(name) \(SizeText.of(octets(of: piece)))"
        }
    }
}

/// Octets to and from one client, in the clear or through TLS, cut into pieces where the faults say so.
final class Channel {
    let socket: Socket
    private let core: ServerCore
    private var tls: TLSStream?
    private var sent = 0

    init(_ socket: Socket, _ core: ServerCore) {
        self.socket = socket
        self.core = core
    }

    var isEncrypted: Bool { tls != nil }

    /// False when the handshake failed.
    func startTLS(_ context: TLSContext) -> Bool {
        tls = TLSStream(accepting: socket, context)
        if isEncrypted { core.count { $0.handshakes += 1 } }
        return isEncrypted
    }

    /// Octets read; 0 or less at the end, orderly or not.
    func read(into buffer: inout [UInt8]) -> Int {
        let got = tls?.read(into: &buffer) ?? socket.read(into: &buffer)
        if got > 0 {
            core.count {
                $0.reads += 1
                $0.octetsReceived += got
            }
        }
        return got
    }

    /// False when the peer is gone or the server stops.
    func write(_ octets: [UInt8], _ faults: Faults) -> Bool {
        var from = 0
        while from < octets.count {
            if from > 0, !core.pause(faults.pieceDelay) { return false }
            let end = min(octets.count, from + pieceSize(faults.pieces))
            let piece = octets[from..<end]
            // Counted first: who sees the octets sees them counted.
            core.count {
                $0.writes += 1
                $0.octetsSent += piece.count
            }
            guard tls?.write(piece) ?? socket.write(piece) else { return false }
            sent += piece.count
            from = end
        }
        return true
    }

    /// Ends TLS, where there is any, in order.
    func closeTLS() { tls?.close() }

    private func pieceSize(_ pieces: Faults.Pieces) -> Int {
        switch pieces {
        case .whole: .max / 2
        case .octets(let size): max(1, size)
        case .at(let offsets): offsets.filter { $0 > sent }.min().map { $0 - sent } ?? .max / 2
        }
    }
}

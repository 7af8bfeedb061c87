// AUTH OAUTHBEARER (RFC 7628) and AUTH XOAUTH2 (Google's): access tokens in place of passwords.

extension Conversation {
    private static let separator: UInt8 = 1

    /// The client's message: name and token. A token that is not the account's is answered by a challenge that says why.
    func finishToken(_ mechanism: String, _ octets: [UInt8]) -> Reply {
        let message = mechanism == "XOAUTH2" ? Self.xoauth2(octets) : Self.oauthBearer(octets)
        guard let (user, token) = message else { return .err("this is not a message of \(mechanism)") }
        guard let maildrop = core.maildrop(of: user), let good = maildrop.account.token, good.utf8.elementsEqual(token) else {
            state = .response(.end(mechanism))
            return .challenge(Array(#"{"status":"invalid_token","scope":"mail"}"#.utf8))
        }
        return open(maildrop)
    }

    /// What ends the exchange behind that challenge: nothing with XOAUTH2, ^A with OAUTHBEARER (RFC 7628 section 3.2.3).
    func refuseToken(_ mechanism: String, _ octets: [UInt8]) -> Reply {
        guard octets == (mechanism == "XOAUTH2" ? [] : [Self.separator]) else { return .err("no answer was due") }
        return refused("[AUTH] the token is not valid")
    }

    /// `user=USER^Aauth=Bearer TOKEN^A^A`.
    private static func xoauth2(_ octets: [UInt8]) -> (user: [UInt8], token: ArraySlice<UInt8>)? {
        let fields = octets.split(separator: separator, omittingEmptySubsequences: false)
        guard fields.count == 4, fields[2].isEmpty, fields[3].isEmpty, let user = value(of: "user=", fields[0]),
            let token = value(of: "auth=Bearer ", fields[1])
        else { return nil }
        return (Array(user), token)
    }

    /// `n,a=USER,^Ahost=HOST^Aport=PORT^Aauth=Bearer TOKEN^A^A`; host and port may be absent.
    private static func oauthBearer(_ octets: [UInt8]) -> (user: [UInt8], token: ArraySlice<UInt8>)? {
        let fields = octets.split(separator: separator, omittingEmptySubsequences: false)
        guard fields.count >= 4, fields[fields.count - 2].isEmpty, fields[fields.count - 1].isEmpty,
            let name = value(of: "n,a=", fields[0]), name.last == UInt8(ascii: ","), !name.dropLast().contains(UInt8(ascii: ",")),
            let token = fields.dropFirst().lazy.compactMap({ value(of: "auth=Bearer ", $0) }).first
        else { return nil }
        let user = String(decoding: name.dropLast(), as: UTF8.self).replacing("=2C", with: ",").replacing("=3D", with: "=")
        return (Array(user.utf8), token)
    }

    private static func value(of key: String, _ field: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        field.starts(with: key.utf8) ? field.dropFirst(key.utf8.count) : nil
    }
}

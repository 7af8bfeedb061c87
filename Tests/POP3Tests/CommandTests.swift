@testable import POP3
import Testing

@Suite("command lines") struct CommandTests {
    @Test("CR, LF and NUL are refused in every argument (CVE-2012-0036)", arguments: [13, 10, 0] as [UInt8]) func breaks(
        _ octet: UInt8
    ) {
        for argument in [[octet], [65, octet], [octet, 65], [65, octet, 66]] as [[UInt8]] {
            #expect(failure { try Command("USER", argument) }?.kind == .argument)
            #expect(failure { try Command("PASS", argument, secretFrom: 0) }?.kind == .argument)
        }
    }

    @Test func everyOtherOctetGoesOutAsItIs() throws {
        let argument = (1...255).map { UInt8($0) }.filter { $0 != 10 && $0 != 13 }
        #expect(try Command("PASS", argument).octets == Array("PASS ".utf8) + argument + [13, 10])
    }

    @Test func theErrorNamesTheVerbAndNotTheArgument() {
        let error = failure { try Command("PASS", Array("hunter2\n".utf8), secretFrom: 0) }
        #expect(error?.verb == "PASS")
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }

    @Test("the longest line is the limit with its CRLF", arguments: [0, 1]) func length(_ more: Int) throws {
        let argument = [UInt8](repeating: 65, count: Limits.commandOctets - "USER \r\n".utf8.count + more)
        if more == 0 {
            #expect(try Command("USER", argument).octets.count == Limits.commandOctets)
        } else {
            #expect(failure { try Command("USER", argument) }?.kind == .argument)
        }
    }

    @Test(
        "a secret is shown as ****",
        arguments: [
            ("PASS", "hunter2", 0, "PASS ****"), ("APOP", "anna 0123", 5, "APOP anna ****"),
            ("AUTH", "PLAIN AGE=", 6, "AUTH PLAIN ****"),
            ("", "AGE=", 0, "****"), ("PASS", "", 0, "PASS ****"), ("PASS", "x", 9, "PASS x****"),
        ])
    func masked(_ verb: String, _ argument: String, _ from: Int, _ shown: String) throws {
        let command = try Command(verb, argument, secretFrom: from)
        #expect(command.shown == shown)
        #expect(command.octets == Array(((verb.isEmpty ? "" : verb + " ") + argument + "\r\n").utf8))
        #expect(command.secret == Array(argument.utf8.dropFirst(from)))
    }

    @Test func withoutASecretTheWholeLineIsShown() throws {
        #expect(try Command("USER", "anna").shown == "USER anna")
        #expect(try Command("NOOP").shown == "NOOP")
        #expect(try Command("NOOP").secret == nil)
    }

    @Test("a message number begins at 1", arguments: [0, -1, Int.min]) func number(_ number: Int) throws {
        let error = failure { try Command("DELE", number: number) }
        #expect(error?.kind == .argument && error?.number == number)
        #expect(try Command("DELE", number: .max).octets == Array("DELE \(Int.max)\r\n".utf8))
    }
}

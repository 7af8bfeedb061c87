import Foundation
import MartletDemo
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension EndToEnd {
    @Suite("connect --wait") struct Wait {
        private func server(delay: Int = 0, token: String? = nil, _ faults: Faults = Faults()) throws -> DemoServer {
            var options = DemoOptions()
            options.loginDelaySeconds = delay
            let server = try DemoServer(
                accounts: [DemoAccount(token: token, messages: [DemoMessage(uniqueID: "one", text: "\r\n")])], options: options)
            server.faults = faults
            try server.start()
            return server
        }

        /// Refuses the first sign-in, with so much left to wait, whatever the clock says: nothing hangs on how fast the machine is.
        private func tooSoon(left: Int, token: String? = nil) throws -> DemoServer {
            var faults = Faults([Fault(.refuse("[LOGIN-DELAY] \(left) s left"), at: .verb("AUTH"), once: true)])
            faults.announcedFalsely = ["LOGIN-DELAY 2"]
            return try server(token: token, faults)
        }

        private func options(_ scratch: Scratch, _ server: DemoServer) -> [String] {
            [
                "--server", "pop://127.0.0.1:\(server.port ?? 0)", "--insecure-cleartext", "--user", "demo", "--password-file",
                scratch.at("password"),
            ]
        }

        @Test("waits as long as the server says, hangs up meanwhile, and signs in") func waits() throws {
            let scratch = try Scratch()
            let server = try tooSoon(left: 1)
            defer { server.stop() }
            let began = ContinuousClock.now
            let ended = try scratch.martlet(options(scratch, server) + ["-c", "connect --wait; stat"])
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.outText == "1\t2\n")
            #expect(
                ended.errorText.hasPrefix("the server wants 2 s between sign-ins; waiting 2 s"), "\(ended)")
            #expect(ContinuousClock.now - began >= .seconds(2))
            #expect(server.commands.map(\.verb).filter { ["AUTH", "QUIT"].contains($0) } == ["AUTH", "QUIT", "AUTH", "QUIT"])
        }

        @Test("a mailbox that another program has open is waited for until it is free") func inUse() throws {
            let scratch = try Scratch()
            let server = try server(Faults([Fault(.refuse("[IN-USE] locked"), at: .verb("AUTH"), once: true)]))
            defer { server.stop() }
            let began = ContinuousClock.now
            let ended = try scratch.martlet(options(scratch, server) + ["-c", "connect --wait; stat"])
            #expect(ended.code == 0 && ended.outText == "1\t2\n", "\(ended)")
            #expect(ended.errorText.hasPrefix("another program has this mailbox open; waiting 20 s"), "\(ended)")
            #expect(ContinuousClock.now - began >= .seconds(20))
        }

        @Test("progress as JSON Lines; a password from a descriptor is read once for both tries") func json() throws {
            let scratch = try Scratch()
            let server = try tooSoon(left: 1)
            defer { server.stop() }
            let words = [
                "--server", "pop://127.0.0.1:\(server.port ?? 0)", "--insecure-cleartext", "--user", "demo", "--password-fd", "0",
                "connect", "--wait", "--progress=json",
            ]
            let ended = try scratch.martlet(words, input: scratch.at("password"))
            #expect(ended.code == 0, "\(ended)")
            #expect(ended.errorText.contains("{\"progress\":{\"verb\":\"wait\",\"done\":0,\"total\":"), "\(ended)")
        }

        @Test("a token from a descriptor is read once as well, and nobody is asked for a password") func token() throws {
            let scratch = try Scratch()
            let server = try tooSoon(left: 1, token: "t1")
            defer { server.stop() }
            try scratch.write("token", "t1\n", mode: 0o600)
            let place = ["--server", "pop://127.0.0.1:\(server.port ?? 0)", "--insecure-cleartext", "--user", "demo"]
            let ended = try scratch.martlet(place + ["--token-fd", "0", "connect", "--wait"], input: scratch.at("token"))
            #expect(ended.code == 0 && ended.errorText.contains("; waiting "), "\(ended)")
        }

        @Test("^C ends the wait at once, with 130; a mailbox in use is waited for as well", arguments: [true, false])
        func interrupted(_ isInUse: Bool) throws {
            let scratch = try Scratch()
            let refusal = isInUse ? "[IN-USE] locked" : "[LOGIN-DELAY] 212 s left"
            var faults = Faults([Fault(.refuse(refusal), at: .verb("AUTH"))])
            faults.announcedFalsely = ["LOGIN-DELAY 300"]
            let server = try server(delay: 0, faults)
            defer { server.stop() }
            let child = try scratch.start(options(scratch, server) + ["connect", "--wait"])
            let end = ContinuousClock.now + .seconds(20)
            while !server.commands.contains(where: { $0.verb == "QUIT" }), ContinuousClock.now < end { usleep(10_000) }
            usleep(200_000)
            let began = ContinuousClock.now
            kill(child.pid, SIGINT)
            let ended = child.wait()
            #expect(ContinuousClock.now - began < .seconds(5))
            #expect(ended.code == 130, "\(ended)")
            let why =
                isInUse
                ? "another program has this mailbox open; waiting 20 s"
                : "the server wants 300 s between sign-ins; waiting 213 s"
            #expect(ended.errorText == "\(why)\nerror: interrupted; nobody signed in\n")
        }

        @Test("a wait above the limit is not begun") func tooLong() throws {
            let scratch = try Scratch()
            let server = try server(delay: 7200)
            defer { server.stop() }
            #expect(try scratch.martlet(options(scratch, server) + ["stat"]).code == 0)
            let ended = try scratch.martlet(options(scratch, server) + ["connect", "--wait"])
            #expect(ended.code == 75)
            #expect(
                ended.errorText.hasPrefix("error: the server wants 7200 s between sign-ins; ")
                    && ended.errorText.hasSuffix("\n  try: later: --wait waits 60 minutes at most\n"), "\(ended)")
        }

        @Test("what no waiting helps against is said at once; a mailbox without a user is nothing to wait for")
        func other() throws {
            let scratch = try Scratch(password: "wrong")
            let server = try server()
            defer { server.stop() }
            #expect(try scratch.martlet(options(scratch, server) + ["connect", "--wait"]).code == 77)
            let nobody = try scratch.martlet(Array(options(scratch, server).prefix(3)) + ["connect", "--wait"])
            #expect(nobody.code == 64)
            #expect(
                nobody.errorText
                    == "error: --wait is for signing in, and no user is named\n  try: connect pops://USER@HOST --wait\n")
        }
    }
}

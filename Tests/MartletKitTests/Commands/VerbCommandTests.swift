import MartletDemo
@testable import MartletKit
import Testing

@Suite("commands against a server") struct VerbCommandTests {
    private func bench(_ list: [Fault] = []) throws -> (DemoServer, Bench) {
        let server = try running(plain(3), list)
        return (server, try Bench(server.mailbox()))
    }

    @Test("data goes to stdout, one line a row") func list() throws {
        let (_, bench) = try bench()
        #expect(try bench.run("list") == (0, "1\t25\n2\t25\n3\t25\n", ""))
        #expect(try bench.run("list", "3", "1").out == "3\t25\n1\t25\n")
        #expect(try bench.run("uidl", "2", "--json").out == "{\"n\":2,\"uid\":\"uid-2\"}\n")
        #expect(try bench.run("stat", "--json").out == "{\"messages\":3,\"octets\":75}\n")
    }

    @Test("a mail on a pipe is the server's octets, in JSON base64") func retr() throws {
        let (_, bench) = try bench()
        #expect(try bench.run("retr", "1").out == "Subject: 1\r\n\r\nmessage 1\r\n")
        #expect(try bench.run("top", "2").out == "Subject: 2\r\n\r\n")
        #expect(try bench.run("top", "2", "--json").out == "{\"n\":2,\"octets\":14,\"base64\":\"U3ViamVjdDogMg0KDQo=\"}\n")
    }

    @Test("a message that does not exist fails the command after the others were printed") func missing() throws {
        let (_, bench) = try bench()
        let (code, out, error) = try bench.run("list", "9", "1")
        #expect(code == 69)
        #expect(out == "1\t25\n")
        #expect(error.hasPrefix("error: the server refused LIST for message 9\n"))
    }

    @Test("quit deletes what is marked, exit and rset do not") func deletion() throws {
        let (server, bench) = try bench()
        #expect(try bench.run("dele", "1", "2").error == "marked 2 messages; they go at quit\n")
        #expect(try bench.run("rset").code == 0)
        #expect(try bench.run("dele", "3").error == "marked 1 message; it goes at quit\n")
        #expect(try bench.run("exit").error == "kept all messages; 1 mark forgotten\n")
        #expect(bench.workspace.isDone)
        #expect(server.messages(of: "anna").count == 3)
        #expect(try bench.run("dele", "3").code == 0)
        #expect(try bench.run("quit", "--yes").error == "+OK goodbye, 1 deleted\ndeleted 1 message\n")
        #expect(server.messages(of: "anna").count == 2)
    }

    @Test("-q leaves data and errors") func quiet() throws {
        let (_, bench) = try bench()
        #expect(try bench.run("noop", "-q") == (0, "", ""))
        #expect(try bench.run("noop") == (0, "", "+OK still here\n"))
        #expect(try bench.run("noop", "--json") == (0, "{\"ok\":\"+OK\",\"text\":\"still here\"}\n", ""))
    }

    @Test("words of the server are escaped on their way out") func escaped() throws {
        let (_, bench) = try bench([Fault(.replace(text: "-ERR \u{1B}[2J gone\r\n"), at: .verb("NOOP"))])
        #expect(try bench.run("noop").error.contains("server: \\x1B[2J gone\n"))
    }
}

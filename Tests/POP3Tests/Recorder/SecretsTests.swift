@testable import POP3
import Testing

@Suite("secrets in what a server says") struct SecretsTests {
    private func secrets(_ words: String...) -> Secrets {
        let secrets = Secrets()
        for word in words { secrets.add(Array(word.utf8)) }
        return secrets
    }

    private func masked(_ text: String, _ secrets: Secrets) -> String {
        Array(text.utf8).withUnsafeBytes { String(decoding: secrets.masked($0), as: UTF8.self) }
    }

    /// The text in these pieces, and what was told in all.
    private func streamed(_ pieces: [ArraySlice<UInt8>], _ secrets: Secrets) -> String {
        var stream = MaskedStream()
        let told = pieces.flatMap { stream.pass(Array($0), secrets) }
        return String(decoding: told + stream.end(secrets), as: UTF8.self)
    }

    @Test(
        "are masked once, whatever they are, and what stands in their place is not looked at again",
        arguments: [
            ("*", "+OK 2 59 * hi", "+OK 2 59 **** hi"), ("****", "a ***** b", "a ***** b"), ("****", "********", "********"),
            ("a", "banana", "b****n****n****"), ("", "as it is", "as it is"), ("hunter2", "hunter2hunter", "****hunter"),
        ])
    func each(_ secret: String, _ said: String, _ shown: String) {
        #expect(masked(said, secrets(secret)) == shown)
    }

    @Test("the longest of those that begin alike is masked whole")
    func longest() {
        for words in [["open", "open sesame"], ["open sesame", "open"]] {
            let secrets = Secrets()
            for word in words + words { secrets.add(Array(word.utf8)) }
            #expect(masked("open open sesame", secrets) == "**** ****")
        }
    }

    @Test("in base64 too, wherever it stands in the coded text", arguments: ["hunter2pw", "a long secret that has traces"])
    func base64(_ secret: String) {
        let secrets = Secrets()
        secrets.addWithBase64(Array(secret.utf8))
        #expect(masked("x " + Base64.encode(Array(secret.utf8)), secrets).hasPrefix("x ****"))
        for before in ["", "a", "ab"] where secret.utf8.count > 20 {
            #expect(masked(Base64.encode(Array("\(before)\(secret)xyz".utf8)), secrets).contains("****"))
        }
    }

    @Test("however the octets are cut")
    func everyCut() {
        let secrets = secrets("sesame", "same", "*")
        let octets = Array("+OK sesamesame se * same\r\n-ERR sesam\r\nsesame".utf8)
        let whole = masked(String(decoding: octets, as: UTF8.self), secrets)
        #expect(whole == "+OK ******** se **** ****\r\n-ERR sesam\r\n****")
        #expect(streamed(octets.map { [$0] }, secrets) == whole)
        for one in 0...octets.count {
            for other in one...octets.count {
                #expect(streamed([octets[..<one], octets[one..<other], octets[other...]], secrets) == whole)
            }
        }
    }

    @Test("nothing is held back of a whole line, nor where there is no secret")
    func prompt() {
        var stream = MaskedStream()
        #expect(stream.pass(Array("+O".utf8), secrets()) == Array("+O".utf8))
        #expect(stream.pass(Array("K\r\n".utf8), secrets("sesame")) == Array("K\r\n".utf8))
    }

    @Test("two mebibytes of nothing else take no time to speak of", arguments: ["hunter2pw\r\n", "*", "a"])
    func many(_ echo: String) {
        let secrets = Secrets()
        secrets.addWithBase64(Array(echo.trimmed.utf8))
        let octets = Array(String(repeating: echo, count: (2 << 20) / echo.utf8.count).utf8)
        var stream = MaskedStream()
        var told = 0
        let time = ContinuousClock().measure {
            var at = 0
            while at < octets.count {
                told += stream.pass(Array(octets[at..<min(at + 65_536, octets.count)]), secrets).count
                at += 65_536
            }
            told += stream.end(secrets).count
        }
        #expect(told == octets.count / echo.utf8.count * (echo.utf8.count - echo.trimmed.utf8.count + 4))
        // The old way took minutes; the bound is wide because tests run side by side.
        #expect(time < .seconds(20), "\(time)")
    }
}

extension String {
    fileprivate var trimmed: String { String(prefix { $0 != "\r\n" }) }
}

@Suite("octets that wait to be read") struct ArrivalsTests {
    private func arrive(_ text: String, _ arrivals: inout Arrivals) { Array(text.utf8).withUnsafeBytes { arrivals.arrive($0) } }

    private func take(_ most: Int, _ arrivals: inout Arrivals) -> [String] {
        var (left, taken) = (most, [String]())
        while let (octets, isCut) = arrivals.take(left) {
            left -= octets.count
            taken.append(String(decoding: octets, as: UTF8.self) + (isCut ? "|" : ""))
        }
        return taken
    }

    @Test("are taken in order, cut where they came")
    func order() {
        var arrivals = Arrivals()
        #expect(take(5, &arrivals) == [])
        arrive("abc", &arrivals)
        arrive("", &arrivals)
        arrive("de\nf", &arrivals)
        #expect(arrivals.lineLength == 6)
        #expect(take(1, &arrivals) == ["a"])
        arrive("g", &arrivals)
        #expect(take(5, &arrivals) == ["bc|", "de\n"])
        #expect(arrivals.lineLength == 2 && !arrivals.isEmpty)
        #expect(take(.max, &arrivals) == ["f|", "g|"])
        #expect(arrivals.isEmpty && arrivals.lineLength == 0)
    }
}

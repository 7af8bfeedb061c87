import CPluginSystem
import PluginSystem
import Testing

@testable import ExportCore

@Suite("Archives, as others read them") struct ArchiveTests {
    let scratch = Scratch()

    /// Name and content of each entry, by Python: "NAME SIZE MTIME HEX…".
    private static let readers: [ArchiveStore.Format: String] = [
        .tar: """
        import tarfile, hashlib
        t = tarfile.open("archive")
        for m in t: print(m.name, m.size, m.mtime, oct(m.mode), hashlib.sha256(t.extractfile(m).read()).hexdigest()[:16])
        """,
        .zip: """
        import zipfile, hashlib
        z = zipfile.ZipFile("archive")
        assert z.testzip() is None
        for i in z.infolist(): print(i.filename, i.file_size, i.date_time, oct(i.external_attr >> 16), hashlib.sha256(z.read(i)).hexdigest()[:16])
        """,
    ]

    func archive(_ format: ArchiveStore.Format, names: MessageNamer = MessageNamer(), _ fill: (ArchiveStore) throws -> Void)
        throws -> StoreOutcome
    {
        let file = scratch.descriptor("archive")
        defer { closeFile(file) }
        let store = ArchiveStore(format, to: file, names: names, now: 1_700_000_000)
        try fill(store)
        try store.end()
        return store.outcome
    }

    func entries(_ format: ArchiveStore.Format) -> [String] {
        let (code, said) = scratch.python(Self.readers[format]!)
        #expect(code == 0, "\(said)")
        return said.split(separator: "\n").map(String.init)
    }

    func sha(_ octets: [UInt8]) -> String {
        scratch.write("octets", octets: octets)
        return String(scratch.shell("openssl dgst -sha256 -r octets").said.prefix(16))
    }

    @Test("empty, small and large messages, names twice, a broken one between", arguments: ArchiveStore.Format.allCases)
    func messages(_ format: ArchiveStore.Format) throws {
        let large = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 5) }
        let dated = Array("Date: Thu, 1 Jan 2015 01:00:00 +0100\r\n\r\nbody\r\n".utf8)
        let outcome = try archive(format) { store in
            try store.store("", id: "none")
            try store.store([0], id: "a")
            try Array("half".utf8).withUnsafeBytes { try store.write($0) }
            store.discard()
            try store.store(large, id: "a")
            try store.store(dated, id: nil)
            try store.store(Array(repeating: 0x41, count: 512), id: "../x")
            try store.commit()
        }
        #expect(outcome.stored == 5 && outcome.storedOctets == Int64(1 + large.count + dated.count + 512))
        let now = format == .tar ? "1700000000" : "(2023, 11, 14, 22, 13, 20)"
        let then = format == .tar ? "1420070400" : "(2015, 1, 1, 0, 0, 0)"
        let mode = format == .tar ? "0o644" : "0o100644"
        #expect(
            entries(format) == [
                "none.eml 0 \(now) \(mode) \(sha([]))", "a.eml 1 \(now) \(mode) \(sha([0]))",
                "a-2.eml \(large.count) \(now) \(mode) \(sha(large))",
                "sha256-\(hex(repeatElement(7, count: 16))).eml \(dated.count) \(then) \(mode) \(sha(dated))",
                "%2E.%2Fx.eml 512 \(now) \(mode) \(sha(Array(repeating: 0x41, count: 512)))",
            ])
    }

    @Test("the archivers of the system are content", arguments: ArchiveStore.Format.allCases)
    func archivers(_ format: ArchiveStore.Format) throws {
        let names = MessageNamer(template: try FileNameTemplate("{n:03}-{subject}"))
        let long = String(repeating: "wörter ", count: 30)
        _ = try archive(format, names: names) { store in
            for (number, subject) in ["=?utf-8?q?gr=C3=BCn?=", long, "plain", String(repeating: "x", count: 180)].enumerated() {
                try store.store("Subject: \(subject)\r\n\r\n\(number)", number: UInt32(number))
            }
        }
        let commands =
            format == .tar
            ? ["mkdir gnu && tar -xf archive -C gnu && ls gnu", "mkdir bsd && bsdtar -xf archive -C bsd && ls bsd"]
            : [
                "unzip -tq archive && mkdir info && unzip -q archive -d info && ls info",
                "mkdir bsd && bsdtar -xf archive -C bsd && ls bsd",
            ]
        for command in commands {
            if command.contains("bsdtar"), scratch.shell("command -v bsdtar").code != 0 { continue }
            let (code, said) = scratch.shell("export LC_ALL=C.UTF-8\n\(command)")
            #expect(code == 0, "\(said)")
            let names = said.split(separator: "\n").filter { $0.hasSuffix(".eml") }
            #expect(names.count == 4 && names.contains("000-grün.eml") && names.contains("002-plain.eml"), "\(command): \(said)")
        }
    }

    @Test("thousands of entries of one name are all there", arguments: ArchiveStore.Format.allCases)
    func thousands(_ format: ArchiveStore.Format) throws {
        let names = MessageNamer(template: try FileNameTemplate("{subject}"))
        _ = try archive(format, names: names) { store in
            for _ in 0..<1000 { try store.store("", id: nil, sha256: nil) }
        }
        let list =
            format == .tar
            ? "import tarfile; n = tarfile.open('archive').getnames()"
            : "import zipfile; n = zipfile.ZipFile('archive').namelist()"
        let said = scratch.python("\(list); print(len(n), len(set(n)), n[1], n[-1])").said
        #expect(said == "1000 1000 no subject-2.eml no subject-1000.eml\n")
    }

    @Test("a ZIP archive of more than 65,535 entries has a 64-bit end, and a directory larger than the spool's memory")
    func zipCount() throws {
        let file = scratch.descriptor("archive")
        defer { closeFile(file) }
        let zip = ZipStream(DescriptorSink(file))
        let empty = Spool()
        let name = Array("name".utf8)
        try name.withUnsafeBytes { name in
            for _ in 0..<66_000 { try zip.add(name, empty, modified: 0) }
        }
        try zip.end()
        let said = scratch.python("import zipfile; n = zipfile.ZipFile('archive').namelist(); print(len(n), n[-1])").said
        #expect(said == "66000 name\n")
        #expect(scratch.shell("unzip -Z1 archive | wc -l").said == "66000\n")
    }

    /// A message of any size that costs nothing: its octets are a hole in the file.
    private final class Hole: OctetSource {
        let count: Int64
        private let sink: DescriptorSink
        /// ZIP asks once more, for the CRC, before it writes.
        private var rounds: Int

        init(_ count: Int64, _ sink: DescriptorSink, crcRounds: Int) {
            (self.count, self.sink, rounds) = (count, sink, crcRounds)
        }

        func forEachPiece(_ body: (UnsafeRawBufferPointer) throws(SystemError) -> Void) throws(SystemError) {
            rounds -= 1
            guard rounds < 0 else { return }
            try sink.flush()
            _ = skipFile(sink.descriptor, count)
            sink.count += count
        }
    }

    @Test("a tar entry above 8 GiB has its size in the pax header, and the next one is found")
    func tarSize() throws {
        let file = scratch.descriptor("archive")
        defer { closeFile(file) }
        let sink = DescriptorSink(file)
        let tar = TarStream(sink)
        let small = Spool()
        try [UInt8]("ok".utf8).withUnsafeBytes { try small.append($0) }
        let large: Int64 = 9 << 30
        try Array("large".utf8).withUnsafeBytes { try tar.add($0, Hole(large + 5, sink, crcRounds: 0), modified: -5) }
        try Array("small".utf8).withUnsafeBytes { try tar.add($0, small, modified: 1 << 40) }
        try tar.end()
        let (code, said) = scratch.python(
            """
            import tarfile
            t = tarfile.open("archive")
            print([(m.name, m.size, m.mtime) for m in t], t.extractfile("small").read())
            """)
        #expect(code == 0 && said == "[('large', \(large + 5), -5.0), ('small', 2, \(1 << 40).0)] b'ok'\n", "\(said)")
        #expect(scratch.shell("tar -tf archive").said == "large\nsmall\n")
    }

    @Test("a ZIP entry above 4 GiB and those behind it have ZIP64 fields")
    func zipSize() throws {
        let file = scratch.descriptor("archive")
        defer { closeFile(file) }
        let sink = DescriptorSink(file)
        let zip = ZipStream(sink)
        let small = Spool()
        try [UInt8]("ok".utf8).withUnsafeBytes { try small.append($0) }
        let sizes: [Int64] = [0xffff_fffe, 0xffff_ffff, 5 << 30]
        try Array("first".utf8).withUnsafeBytes { try zip.add($0, small, modified: 0) }
        for size in sizes {
            try Array("\(size)".utf8).withUnsafeBytes { try zip.add($0, Hole(size, sink, crcRounds: 1), modified: 0) }
        }
        try Array("last".utf8).withUnsafeBytes { try zip.add($0, small, modified: 5_000_000_000) }
        try zip.end()
        let (code, said) = scratch.python(
            """
            import zipfile
            z = zipfile.ZipFile("archive")
            print([(i.filename, i.file_size) for i in z.infolist()], z.read("first"), z.read("last"), z.getinfo("last").date_time)
            for i in z.infolist(): z.open(i).read(1) if i.file_size > 9 else 0
            """)
        let listed = sizes.map { "('\($0)', \($0))" }.joined(separator: ", ")
        #expect(
            code == 0 && said == "[('first', 2), \(listed), ('last', 2)] b'ok' b'ok' (2107, 12, 31, 23, 59, 58)\n", "\(said)")
        let unzip = scratch.shell("unzip -l archive | grep -c -e first -e last -e \(5 << 30)")
        #expect(unzip.said == "3\n", "\(unzip.said)")
    }

    @Test("a reader that has gone is an error, and nothing counts")
    func brokenPipe() throws {
        var ends: [Int32] = [-1, -1]
        #expect(openPipe(&ends) == 0)
        closeFile(ends[0])
        defer { closeFile(ends[1]) }
        let store = ArchiveStore(.tar, to: ends[1], now: 0)
        try store.store("x", id: "a")
        #expect(throws: StoreFailure.self) { try store.commit() }
        #expect(throws: StoreFailure.self) { try store.store("x", id: "b") }
        #expect(throws: StoreFailure.self) { try store.end() }
        #expect(store.outcome == StoreOutcome())
    }

    @Test("a pipe that does not block and is read slowly gets every octet")
    func slowPipe() throws {
        var ends: [Int32] = [-1, -1]
        #expect(openPipe(&ends) == 0)
        stopBlocking(ends[1])
        let command = "cd '\(scratch.path)'; exec 4<&0; { sleep 0.1; cat >archive; echo done >done; } <&4 &"
        #expect(plugin_run(command, "\0", ends[0]) == 0)
        closeFile(ends[0])
        let octets = [UInt8](repeating: 0x61, count: 3_000_000)
        let store = ArchiveStore(.tar, to: ends[1], now: 0)
        try store.store(octets, id: "a")
        try store.store("end", id: "b")
        try store.end()
        closeFile(ends[1])
        for _ in 0..<500 where !scratch.names.contains("done") { plugin_pause(10) }
        #expect(scratch.shell("tar -tvf archive | awk '{ print $3, $NF }'").said == "3000000 a.eml\n3 b.eml\n")
    }

    @Test("CRC-32 against the bit-wise one, at every alignment and length")
    func crc() {
        func slow(_ octets: ArraySlice<UInt8>) -> UInt32 {
            ~octets.reduce(0xffff_ffff) { crc, octet in
                (0..<8).reduce(crc ^ UInt32(octet)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
            }
        }
        var dice = Dice(1)
        let octets = (0..<100).map { _ in UInt8.random(in: 0...255, using: &dice) }
        for start in 0..<9 {
            for end in start...octets.count {
                for cut in [start, (start + end) / 2] {
                    var crc = CRC32()
                    octets[start..<cut].withUnsafeBytes { crc.add($0) }
                    octets[cut..<end].withUnsafeBytes { crc.add($0) }
                    #expect(crc.value == slow(octets[start..<end]))
                }
            }
        }
        var known = CRC32()
        Array("123456789".utf8).withUnsafeBytes { known.add($0) }
        #expect(known.value == 0xcbf4_3926)
    }
}

@testable import MartletKit
import Testing

@Suite("sizes for people") struct SizeTests {
    @Test(
        "powers of 1024, one decimal below 10",
        arguments: [
            (0, "0", "0 B"), (-5, "0", "0 B"), (17, "17", "17 B"), (1023, "1023", "1023 B"), (1024, "1.0 K", "1.0 KB"),
            (4301, "4.2 K", "4.2 KB"),
            (10_188, "9.9 K", "9.9 KB"), (10_239, "10 K", "10 KB"), (1_047_552, "1023 K", "1023 KB"),
            (1_048_575, "1.0 M", "1.0 MB"),
            (1 << 30, "1.0 G", "1.0 GB"), (Int64.max, "8192 P", "8192 PB"),
        ] as [(Int64, String, String)])
    func text(_ octets: Int64, _ text: String, _ long: String) {
        #expect(Size.text(octets) == text)
        #expect(Size.long(octets) == long)
    }
}

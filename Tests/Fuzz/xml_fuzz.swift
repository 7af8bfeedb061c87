/// libFuzzer target: whatever an autoconfig document says, its events are those of a tree within the bounds, there are no more of them than
/// octets, and behind the last there is none. Compiled together with XMLEvents.swift, which needs nothing else.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    var events = XMLEvents(Array(UnsafeBufferPointer(start: start, count: size)))
    // What is not UTF-8 becomes U+FFFD, which has three octets.
    let longest = 3 * XMLEvents.textLimitOctets
    var open: [String] = []
    var count = 0
    while let event = events.next() {
        count += 1
        precondition(count <= size, "more events than octets")
        switch event {
        case .begin(let name, let attributes):
            open.append(name)
            precondition(!name.isEmpty && name.utf8.count <= longest, "a name")
            precondition(open.count <= XMLEvents.depthLimit, "depth")
            precondition(attributes.count <= XMLEvents.attributeLimit, "attributes")
            for (key, value) in attributes {
                precondition(!key.isEmpty && key.utf8.count <= longest && value.utf8.count <= longest, "an attribute")
            }
        case .text(let text): precondition(text.utf8.count <= longest, "a text")
        case .end(let name): precondition(open.popLast() == name, "an end without its beginning")
        }
    }
    precondition(!events.isComplete || open.isEmpty, "complete, and something is open")
    precondition(events.next() == nil, "an event behind the last")
    return 0
}

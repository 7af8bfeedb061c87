import CMartletPlugin

/// Keeps a command alive for the process: plugins are never unloaded.
private final class Registered: Sendable {
    let command: any Command
    init(_ command: any Command) { self.command = command }
}

/// Adds a command to every front of the host.
/// - Returns: what `martlet_plugin_init` has to return: 0, or not 0 when the host is too old or refuses the declaration.
public func register(_ command: some Command, on table: MartletHost) -> Int32 {
    guard table.pointee.abi == MARTLET_ABI else { return Int32(MARTLET_BUILT_FOR_ABI) }
    guard Int(table.pointee.size) >= MemoryLayout<martlet_host>.size else { return 1 }
    currentHost = table
    let declared = type(of: command).declaration
    var texts = TextPool()
    let options = declared.options.map { option in
        martlet_option(
            size: MemoryLayout<martlet_option>.size, name: texts.keep(option.name), value: texts.keep(option.value),
            summary: texts.keep(option.summary))
    }
    let context = Unmanaged.passRetained(Registered(command))
    let refused = options.withUnsafeBufferPointer { options in
        var record = martlet_command()
        record.size = MemoryLayout<martlet_command>.size
        record.name = texts.keep(declared.name)
        record.arguments = texts.keep(declared.arguments)
        record.summary = texts.keep(declared.summary)
        record.details = texts.keep(declared.details)
        record.options = options.baseAddress
        record.option_count = options.count
        record.arguments_min = declared.argumentCount.lowerBound
        record.arguments_max = declared.argumentCount.upperBound
        record.needs_maildrop = declared.needsMaildrop
        record.offline_option = texts.keep(declared.offlineOption)
        record.context = context.toOpaque()
        record.run = { call, context in
            guard let call, let context else { return .exitSoftware }
            let registered = Unmanaged<Registered>.fromOpaque(context).takeUnretainedValue()
            do throws(CommandExit) {
                try registered.command.run(Call(call))
                return 0
            } catch {
                return error.code
            }
        }
        return table.pointee.register_command(table, &record)
    }
    texts.free()
    if refused != 0 { context.release() }
    return refused
}

/// Texts that must stand still until the host has copied them.
private struct TextPool {
    private var kept: [UnsafeMutableRawBufferPointer] = []

    mutating func keep(_ text: String) -> martlet_text {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(text.utf8.count, 1), alignment: 1)
        copy.copyBytes(from: text.utf8)
        kept.append(copy)
        return Octets(UnsafeRawBufferPointer(rebasing: copy[..<text.utf8.count])).text
    }

    func free() { for text in kept { text.deallocate() } }
}

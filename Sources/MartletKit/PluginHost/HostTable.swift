internal import CMartletPlugin
internal import POP3

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The functions behind `martlet_host`: each finds its call and hands over. Grows at its end only, as the header says.
enum HostTable {
    /// The one host of this process. Written once, before the first plugin loads, and read where plugins register commands.
    nonisolated(unsafe) static var host: PluginHost?

    static func make() -> martlet_host {
        var table = martlet_host()
        table.abi = UInt32(MARTLET_ABI)
        table.size = UInt32(MemoryLayout<martlet_host>.size)
        addArguments(&table)
        addMessages(&table)
        addLedger(&table)
        addOutput(&table)
        addFailing(&table)
        addDigest(&table)
        return table
    }

    private static func addArguments(_ table: inout martlet_host) {
        table.register_command = { _, command in command.map { HostTable.host?.register($0) ?? 1 } ?? 1 }
        table.argument_count = { PluginCall.of($0!).argumentCount }
        table.argument = { PluginCall.of($0!).argument($1) }
        table.option = { PluginCall.of($0!).option(String(borrowed: $1)) }
        table.account = { raw in
            let call = PluginCall.of(raw!)
            return call.guarded(martlet_text()) { () throws(Failure) in call.lend(try call.workspace.mailbox.account()) }
        }
        table.state_folder = { raw in
            let call = PluginCall.of(raw!)
            return call.guarded(martlet_text()) { () throws(Failure) in
                call.lend(try Folders.made(Folders.state() + "/plugins/" + call.command))
            }
        }
    }

    private static func addMessages(_ table: inout martlet_host) {
        table.select = { PluginCall.of($0!).select(String(borrowed: $1))?.raw }
        table.selection_count = { PluginSelection.of($0!).count }
        table.selection_message = { PluginSelection.of($0!).fill($1, $2!) }
        table.fetch = { raw, numbers, count, topLines, flags, sink in
            let wanted = UnsafeBufferPointer(start: numbers, count: count)
            return PluginCall.of(raw!).fetch(wanted, topLines: topLines, flags: flags, sink: sink!)
        }
        table.headers = { raw, numbers, count, flags, sink in
            PluginCall.of(raw!).headers(UnsafeBufferPointer(start: numbers, count: count), flags: flags, sink: sink!)
        }
        table.show = { PluginCall.of($0!).show($1) }
        table.listed = { PluginCall.of($0!).listed(PluginSelection.of($1!)) }
        table.remove = { raw, store, numbers, count, removed in
            var done = 0
            let code = PluginCall.of(raw!).ledger.remove(
                UnsafeBufferPointer(start: numbers, count: count), recordedIn: store.octets, &done)
            removed?.pointee = done
            return code
        }
    }

    private static func addLedger(_ table: inout martlet_host) {
        table.ledger_find = { PluginCall.of($0!).ledger.find(store: $1.octets, number: $2, header: nil, into: $3) }
        table.ledger_record = { PluginCall.of($0!).ledger.record(store: $1.octets, number: $2, $3!) }
        table.ledger_commit = { PluginCall.of($0!).ledger.commit() }
        table.ledger_each = { raw, store, each, context in
            PluginCall.of(raw!).ledger.each(store: store.octets) { each!(context, $0, $1) }
        }
        table.store_name = { raw in
            var random = SystemRandomNumberGenerator()
            let digits = Array("0123456789abcdef")
            return PluginCall.of(raw!).lend(String((0..<32).map { _ in digits[Int.random(in: 0..<16, using: &random)] }))
        }
        table.ledger_match = { raw, store, selection, each, context in
            PluginCall.of(raw!).ledger.match(store: store.octets, PluginSelection.of(selection!)) { each!(context, $0, $1) }
        }
        table.ledger_find_header = { raw, store, number, header, out in
            let header = UnsafeRawBufferPointer(start: header, count: header == nil ? 0 : 32)
            return PluginCall.of(raw!).ledger.find(store: store.octets, number: number, header: header, into: out)
        }
        table.ledger_find_content = { raw, store, sha256, out in
            PluginCall.of(raw!).ledger.find(
                content: UnsafeRawBufferPointer(start: sha256, count: 32), store: store.octets, into: out)
        }
        table.ledger_note = { PluginCall.of($0!).ledger.note(store: $1.octets, uid: $2.octets, $3!) }
    }

    private static func addDigest(_ table: inout martlet_host) {
        table.digest_create = { PluginCall.of($0!).makeDigest() }
        table.digest_begin = { DigestBox.of($0!).digest.begin() }
        table.digest_add = { DigestBox.of($0!).digest.add(RawSpan(_unsafeStart: UnsafeRawPointer($1!), byteCount: $2)) }
        table.digest_end = { raw, out in
            DigestBox.of(raw!).digest.end { sum in
                sum.withUnsafeBytes { out!.update(from: $0.baseAddress!.assumingMemoryBound(to: UInt8.self), count: 32) }
            }
        }
    }

    private static func addOutput(_ table: inout martlet_host) {
        table.rows_begin = { if let columns = $1 { PluginCall.of($0!).beginRows(columns, $2) } }
        table.row = { PluginCall.of($0!).row(UnsafeBufferPointer(start: $1, count: $2)) }
        table.note = { PluginCall.of($0!).workspace.console.note(String(borrowed: $1)) }
        table.warn = { PluginCall.of($0!).workspace.console.warn(String(borrowed: $1)) }
        table.summary = { raw, line, columns, cells, count in
            guard let columns else { return }
            PluginCall.of(raw!).summary(String(borrowed: line), columns, UnsafeBufferPointer(start: cells, count: count))
        }
        table.progress = { raw, done, total, doneOctets, totalOctets in
            let call = PluginCall.of(raw!)
            call.progress.show(
                done: Int(clamping: done), of: Int(clamping: total), octets: doneOctets, ofOctets: totalOctets, verb: call.command
            )
        }
        table.text = { PluginCall.of($0!).show(String(borrowed: $1)) }
        table.octets = { raw, at, count in
            guard let at, count > 0 else { return }
            PluginCall.of(raw!).show(UnsafeRawBufferPointer(start: at, count: count))
        }
        table.columns = { raw in
            let console = PluginCall.of(raw!).workspace.console
            return console.outputIsTerminal && console.format == .table
                ? UInt32(max(1, console.width - (console.lane?.labelColumns ?? 0))) : 0
        }
        table.cancelled = { _ in Interrupt.isRequested }
        table.wants_events = { PluginCall.of($0!).workspace.console.format == .json }
        table.log = { PluginCall.of($0!).workspace.mailbox.log?.note(String(borrowed: $1)) }
    }

    private static func addFailing(_ table: inout martlet_host) {
        table.fail = { raw, code, message, kept, hint in
            let known = ExitCode(rawValue: code) ?? .software
            let optional: (martlet_text) -> String? = { $0.len > 0 ? String(borrowed: $0) : nil }
            PluginCall.of(raw!).fail(
                Failure(
                    known, known == .interrupted ? "interrupted" : "plugin", String(borrowed: message), kept: optional(kept),
                    hint: optional(hint)))
            return known.rawValue
        }
        table.fail_code = { PluginCall.of($0!).failure?.code.rawValue ?? 0 }
    }
}

import CPluginSystem
import PluginSystem

/// The names in a folder.
enum FolderNames {
    /// Calls `each` with every name but "." and "..", in no order; lent for the call.
    static func each(of folder: Int32, _ each: (UnsafeRawBufferPointer) -> Void) throws(SystemError) {
        final class Found {
            let each: (UnsafeRawBufferPointer) -> Void
            init(_ each: @escaping (UnsafeRawBufferPointer) -> Void) { self.each = each }
        }
        let status = withoutActuallyEscaping(each) { each in
            let found = Found(each)
            return withExtendedLifetime(found) {
                plugin_list(
                    folder,
                    { context, name, length in
                        Unmanaged<Found>.fromOpaque(context!).takeUnretainedValue()
                            .each(UnsafeRawBufferPointer(start: name, count: length))
                    }, Unmanaged.passUnretained(found).toOpaque())
            }
        }
        try check(status, "read the folder")
    }
}

/// Names in a Maildir: whoever reads a message moves it from `new` to `cur` and adds `:2,FLAGS` to its name.
enum MaildirNames {
    /// The name that a message has in `cur` now; nil where it is not there.
    static func moved(_ name: String, in current: Int32) -> String? {
        var found: String?
        do throws(SystemError) {
            try FolderNames.each(of: current) { other in
                if other.prefix(while: { $0 != UInt8(ascii: ":") }).elementsEqual(name.utf8) {
                    found = String(decoding: other, as: UTF8.self)
                }
            }
        } catch { return nil }  // a folder that cannot be read has no message to show
        return found
    }

    /// Every message in `cur`, by its name without flags: for many look-ups at once.
    static func all(in current: Int32) -> [String: String] {
        var names: [String: String] = [:]
        do throws(SystemError) {
            try FolderNames.each(of: current) { name in
                let plain = name.prefix { $0 != UInt8(ascii: ":") }
                names[String(decoding: plain, as: UTF8.self)] = String(decoding: name, as: UTF8.self)
            }
        } catch { return [:] }  // as above
        return names
    }
}

import CMartletPlugin
import MartletPlugin

/// Where the host enters.
@c(martlet_plugin_init) public func start(_ host: UnsafePointer<martlet_host>?) -> Int32 {
    guard let host else { return 1 }
    for code in [
        register(ReadCommand(), on: host), register(PartsCommand(), on: host), register(ExtractCommand(), on: host),
        register(RawCommand(), on: host),
    ] where code != 0 { return code }
    return 0
}

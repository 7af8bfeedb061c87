import CMartletPlugin
import MartletPlugin

/// Where the host enters.
@c(martlet_plugin_init) public func start(_ host: UnsafePointer<martlet_host>?) -> Int32 {
    guard let host else { return 1 }
    return register(StatsCommand(), on: host)
}

public import CMartletPlugin

/// The host's table, as the entry point receives it. Opaque to plugins: pass it on to ``register(_:on:)``.
public typealias MartletHost = UnsafePointer<martlet_host>

/// The table of this process. Written once by `register`, on the main thread, before any command runs; read-only ever after.
nonisolated(unsafe) var currentHost: MartletHost?

/// The table. A plugin that got here without registering is a bug of the SDK.
@inline(__always)
var host: martlet_host {
    unsafeAddress { currentHost! }
}

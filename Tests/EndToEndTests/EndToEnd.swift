import Testing

/// The built binary against the demo server: what a user runs, with a server that stalls, lies and hangs up.
///
/// Everything hangs below this suite, because `.serialized` reaches down: one test at a time keeps the machine quiet enough for
/// time limits to mean something. Tests are synchronous and start threads of their own.
@Suite(.serialized) struct EndToEnd {}

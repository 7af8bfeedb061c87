// swift-tools-version: 6.1
import PackageDescription

/// Imports say what they are for, and existential types that they are.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Plugins and their SDK: no import rules that a plugin's author would have to learn first.
let plugin: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

let openSSL: [LinkerSetting] = [.linkedLibrary("ssl"), .linkedLibrary("crypto")]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "martlet",
    platforms: [.macOS("26.0")],
    products: [
        .executable(name: "martlet", targets: ["martlet"]),
        .library(name: "POP3", targets: ["POP3"]),
        .library(name: "MIME", targets: ["MIME"]),
        .library(name: "MartletPlugin", targets: ["MartletPlugin"]),
        // Loaded at run time. Each is named like its folder in Plugins/, "Plugin" behind it where a library has that name: `make
        // install` goes by that.
        .library(name: "Export", type: .dynamic, targets: ["Export"]),
        .library(name: "Headers", type: .dynamic, targets: ["Headers"]),
        .library(name: "MIMEPlugin", type: .dynamic, targets: ["MIMEPlugin"]),
        .library(name: "Stats", type: .dynamic, targets: ["Stats"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        // The library: wire, session.
        .target(name: "CPOP3", path: "CSources/CPOP3", linkerSettings: openSSL),
        .target(name: "POP3", dependencies: ["CPOP3"], swiftSettings: strict),

        // The library: mail reader. macOS keeps iconv in a library of its own.
        .target(
            name: "CMIME", path: "CSources/CMIME", linkerSettings: [.linkedLibrary("iconv", .when(platforms: [.macOS]))]),
        .target(name: "MIME", dependencies: ["CMIME"], swiftSettings: strict),

        // The program: what fronts share, the fronts, main.
        .target(
            name: "CService", path: "CSources/CService",
            linkerSettings: [.linkedLibrary("resolv", .when(platforms: [.linux, .macOS]))]),
        .target(
            name: "MartletKit",
            dependencies: [
                "POP3", "MIME", "CMartletPlugin", "CService", argumentParser,
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            swiftSettings: strict),
        .target(name: "MartletCLI", dependencies: ["MartletKit", "MartletDemo", "POP3", argumentParser], swiftSettings: strict),
        .target(name: "CReadline", path: "CSources/CReadline", linkerSettings: [.linkedLibrary("readline")]),
        .target(name: "MartletShell", dependencies: ["CReadline", "MartletKit"], swiftSettings: strict),
        .executableTarget(name: "martlet", dependencies: ["MartletCLI", "MartletKit", "MartletShell"], swiftSettings: strict),

        // The demo server: first minute and fault injector.
        .target(name: "CDemoTLS", path: "CSources/CDemoTLS", linkerSettings: openSSL),
        .target(name: "MartletDemo", dependencies: ["CDemoTLS"], swiftSettings: strict),

        // Plugins: the border, the SDK, and one folder each. `Plugins/` is SwiftPM's default place for build plugins as
        // well, hence the explicit paths.
        .target(name: "CMartletPlugin", path: "CSources/CMartletPlugin"),
        .target(name: "MartletPlugin", dependencies: ["CMartletPlugin"], swiftSettings: plugin),
        .target(name: "CPluginSystem", path: "Plugins/System/C"),
        .target(name: "PluginSystem", dependencies: ["CPluginSystem"], path: "Plugins/System/Swift", swiftSettings: plugin),
        .target(
            name: "ExportCore", dependencies: ["CPluginSystem", "MIME", "PluginSystem"], path: "Plugins/Export/Core",
            swiftSettings: plugin),
        .target(
            name: "Export", dependencies: ["ExportCore", "MartletPlugin", "PluginSystem"], path: "Plugins/Export/Plugin",
            swiftSettings: plugin),
        .target(
            name: "MIMECore", dependencies: ["CPluginSystem", "MIME", "PluginSystem"], path: "Plugins/MIME/Core",
            swiftSettings: plugin),
        .target(
            name: "MIMEPlugin", dependencies: ["MIME", "MIMECore", "MartletPlugin", "PluginSystem"], path: "Plugins/MIME/Plugin",
            swiftSettings: plugin),
        .target(
            name: "HeadersCore", dependencies: ["MIME", "PluginSystem"], path: "Plugins/Headers/Core", swiftSettings: plugin),
        .target(
            name: "Headers", dependencies: ["HeadersCore", "MartletPlugin"], path: "Plugins/Headers/Plugin",
            swiftSettings: plugin),
        .target(name: "StatsCore", dependencies: ["MIME", "PluginSystem"], path: "Plugins/Stats/Core", swiftSettings: plugin),
        .target(
            name: "Stats", dependencies: ["MIME", "MartletPlugin", "PluginSystem", "StatsCore"], path: "Plugins/Stats/Plugin",
            swiftSettings: plugin),

        // Tests.
        .target(name: "CTestPeer", dependencies: ["CPOP3"], path: "Tests/CTestPeer", linkerSettings: openSSL),
        .testTarget(name: "CMIMETests", dependencies: ["CMIME"]),
        .testTarget(name: "CPOP3Tests", dependencies: ["CPOP3", "CTestPeer"]),
        .testTarget(
            name: "ExportTests", dependencies: ["CPluginSystem", "ExportCore", "MIME", "PluginSystem"], swiftSettings: plugin),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["CPOP3", "MartletDemo", "MartletKit", .product(name: "GRDBSQLite", package: "GRDB.swift")]),
        .testTarget(name: "POP3Tests", dependencies: ["POP3", "MartletDemo"], swiftSettings: strict),
        .testTarget(
            name: "MartletKitTests",
            dependencies: ["CService", "MartletKit", "MartletDemo", "POP3", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .testTarget(name: "MIMETests", dependencies: ["MIME"], swiftSettings: strict),
        .testTarget(name: "MIMEPluginTests", dependencies: ["MIME", "MIMECore", "PluginSystem"], swiftSettings: plugin),
        .testTarget(name: "HeadersTests", dependencies: ["HeadersCore"], swiftSettings: plugin),
        .testTarget(name: "StatsTests", dependencies: ["MIME", "PluginSystem", "StatsCore"], swiftSettings: plugin),
        .testTarget(name: "MartletShellTests", dependencies: ["MartletKit", "MartletShell", "POP3"]),
        .testTarget(name: "MartletDemoTests", dependencies: ["MartletDemo"]),
    ]
)

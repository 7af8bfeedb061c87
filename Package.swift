// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Plugins and their SDK: no import rules that a plugin's author would have to learn first.
let plugin: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

let package = Package(
    name: "martlet",
    platforms: [.macOS("26.0")],
    products: [
        .library(name: "POP3", targets: ["POP3"]),
        .library(name: "MartletPlugin", targets: ["MartletPlugin"]),
        .executable(name: "martlet", targets: ["martlet"]),
        // Loaded at run time; `Plugins/` is SwiftPM's default place for build plugins too, hence the explicit paths below.
        .library(name: "Export", type: .dynamic, targets: ["Export"]),
        .library(name: "Headers", type: .dynamic, targets: ["Headers"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .target(
            name: "CPOP3", path: "CSources/CPOP3",
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .target(name: "POP3", dependencies: ["CPOP3"], swiftSettings: strict),
        .target(name: "CMartletPlugin", path: "CSources/CMartletPlugin"),
        .target(
            name: "MartletKit",
            dependencies: [
                "POP3", "CMartletPlugin",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "CDemoTLS", path: "CSources/CDemoTLS",
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .target(name: "MartletDemo", dependencies: ["CDemoTLS"], swiftSettings: strict),
        .target(
            name: "MartletCLI",
            dependencies: [
                "MartletKit", "MartletDemo", "POP3", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(
            name: "CTestPeer", dependencies: ["CPOP3"], path: "Tests/CTestPeer",
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .testTarget(name: "CPOP3Tests", dependencies: ["CPOP3", "CTestPeer"]),
        .testTarget(name: "MartletDemoTests", dependencies: ["MartletDemo"]),
        .target(name: "MartletPlugin", dependencies: ["CMartletPlugin"], swiftSettings: plugin),
        .target(name: "CExportSystem", path: "Plugins/Export/System"),
        .target(name: "ExportCore", dependencies: ["CExportSystem"], path: "Plugins/Export/Core", swiftSettings: plugin),
        .target(name: "Export", dependencies: ["ExportCore", "MartletPlugin"], path: "Plugins/Export/Plugin", swiftSettings: plugin),
        .target(name: "HeadersCore", path: "Plugins/Headers/Core", swiftSettings: plugin),
        .target(name: "Headers", dependencies: ["HeadersCore", "MartletPlugin"], path: "Plugins/Headers/Plugin", swiftSettings: plugin),
        .executableTarget(name: "martlet", dependencies: ["MartletCLI", "MartletKit"], swiftSettings: strict),
    ]
)

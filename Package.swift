// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "martlet",
    platforms: [.macOS("26.0")],
    products: [
        .library(name: "POP3", targets: ["POP3"]),
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
        .executableTarget(name: "martlet", dependencies: ["MartletCLI", "MartletKit"], swiftSettings: strict),
    ]
)

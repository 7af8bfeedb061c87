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
    targets: [
        .target(
            name: "CPOP3", path: "CSources/CPOP3",
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .target(name: "POP3", dependencies: ["CPOP3"], swiftSettings: strict),
    ]
)

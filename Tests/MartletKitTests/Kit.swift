@testable import MartletKit

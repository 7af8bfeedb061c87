@testable import POP3

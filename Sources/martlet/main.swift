import MartletCLI
import MartletKit

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

exit(Front.run(CommandLine.arguments) { _ in 0 })

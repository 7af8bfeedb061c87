/// The version that `--version`, the shell's banner and reports show.
public enum Version {
    public static let text = "0.1"
}

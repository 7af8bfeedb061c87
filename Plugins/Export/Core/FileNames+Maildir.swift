extension FileNames {
    /// Appends the name for a message in a Maildir, without NUL: `1.ID.martlet,S=OCTETS`.
    ///
    /// Unique names begin with a time (https://cr.yp.to/proto/maildir.html); here it is always 1, so that the same message has the
    /// same name in every session and a run that was killed finds what it stored. `S=` is the size, as Maildir++ readers like it. ID is the
    /// stem of the `.eml` name, which holds no `/`, `:` or `,`.
    public static func append(maildir message: WholeMessage, octets: Int64, to out: OctetBuffer) {
        out.append("1.")
        if let uniqueID = message.uniqueID {
            append(uniqueID: uniqueID, to: out)
        } else if let sha256 = message.sha256 {
            append(sha256: UnsafeRawBufferPointer(start: sha256, count: 32), to: out)
        }
        out.cut(to: out.count - 4)  // ".eml"
        out.append(".martlet,S=")
        out.append(decimal: UInt64(max(octets, 0)))
    }
}

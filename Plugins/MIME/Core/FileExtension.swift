/// The extension that programs expect of a media type; for parts without a name.
enum FileExtension {
    /// With its dot; ".bin" where nothing is known.
    static func of(_ mediaType: String) -> String {
        if let known = known[mediaType] { return known }
        return mediaType.hasPrefix("text/") ? ".txt" : ".bin"
    }

    private static let known = [
        "text/html": ".html", "text/calendar": ".ics", "text/csv": ".csv", "text/vcard": ".vcf", "text/x-vcard": ".vcf",
        "text/rtf": ".rtf", "text/xml": ".xml", "text/markdown": ".md", "application/rtf": ".rtf", "application/pdf": ".pdf",
        "application/zip": ".zip", "application/json": ".json", "application/xml": ".xml", "application/msword": ".doc",
        "application/vnd.ms-excel": ".xls", "application/vnd.ms-powerpoint": ".ppt",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
        "application/vnd.oasis.opendocument.text": ".odt", "application/vnd.oasis.opendocument.spreadsheet": ".ods",
        "application/ms-tnef": ".tnef", "application/pgp-signature": ".asc", "application/pgp-keys": ".asc",
        "application/pkcs7-signature": ".p7s", "application/x-pkcs7-signature": ".p7s", "application/pkcs7-mime": ".p7m",
        "application/gzip": ".gz", "application/x-tar": ".tar", "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif",
        "image/webp": ".webp", "image/svg+xml": ".svg", "image/tiff": ".tiff", "image/bmp": ".bmp", "image/heic": ".heic",
        "audio/mpeg": ".mp3", "audio/wav": ".wav", "audio/ogg": ".ogg", "video/mp4": ".mp4", "video/quicktime": ".mov",
        "message/delivery-status": ".txt", "message/disposition-notification": ".txt", "message/feedback-report": ".txt",
        "message/rfc822": ".eml",
    ]
}

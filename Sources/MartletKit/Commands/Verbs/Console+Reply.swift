internal import POP3

extension Console {
    /// What the server said, as a person debugging it wants to see it: conversation, or one JSON object.
    func show(_ reply: Reply) { show(text: reply.text) }

    func show(text: String) {
        summary(text.isEmpty ? "+OK" : "+OK \(text)", [.init("ok"), .init("text")], [.text("+OK"), .text(text)])
    }
}

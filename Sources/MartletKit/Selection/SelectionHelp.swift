/// The text of `help selection`, made of the tables of words and keys.
enum SelectionHelp {
    static let text: String = {
        var text = """
              new                     not yet exported
              1-5,9 new               of messages 1 to 5 and 9, the new ones
              1-5,9,new               messages 1 to 5 and 9, and the new ones
              from:anna size>1M       from anna and above 1 MB
              older:30d not marked    over 30 days old and not to be deleted
              (from:anna or to:anna) date:2026-11

            A selection says which messages a command is for. A comma adds, a space
            narrows; so do the words "or" and "and". A comma binds most tightly, then a
            space, then "or"; "not" is for what stands behind it, commas included.


            """
        func row(_ left: String, _ right: String) { text += "  " + DisplayWidth.fit(left, 22) + "  " + right + "\n" }
        row("5  1-5  7-  -3", "by number; from 7 on; up to 3")
        row("$  .  ^", "the last message, the one shown last, the last listing")
        for word in SelectionWord.all { row(word.name, word.about) }
        for key in SelectionKey.all { row(key.example, key.about) }
        text += """

            Case and accents do not matter in texts. Numbers, sizes, words and uid: cost
            nothing; texts and dates need the header of each message that is left over,
            once: it is kept in ~/.cache/martlet. Dates are those in the headers, read as
            local time. In sh, quote what has < > ( ) or blanks: 'from:anna size>1M'.

            """
        return text
    }()
}

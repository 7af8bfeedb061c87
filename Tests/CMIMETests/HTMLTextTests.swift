import CMIME
import Testing

private func words(_ html: String, most: Int = 1 << 20) -> String {
    string(written(most: most) { out in withSpan(html) { mime_html_text($0, out) } })
}

@Suite("HTML text: lines and white space") struct HTMLTextTests {
    @Test(
        "white space is collapsed",
        arguments: ["a b", " a  b ", "a\n\t b\r\n", "a&nbsp;&nbsp;b", "a\u{a0} b", "a<b> </b> b", "a&#32;&#10;b"])
    func whiteSpace(_ html: String) {
        #expect(words(html) == "a b")
    }

    @Test(
        "inline tags part no words",
        arguments: ["a<b>b</b>c", "<span style='x'>a</span>b<i>c</i>", "a<!-- x -->bc", "a<unknown>b</unknown>c"])
    func inline(_ html: String) {
        #expect(words(html) == "abc")
    }

    @Test("a line ends at br", arguments: ["a<br>b", "a<br/>b", "a <BR clear=all> b", "a</br>b", "a\n<br>\nb"])
    func lineBreak(_ html: String) {
        #expect(words(html) == "a\nb")
    }

    @Test(
        "a block stands on a line of its own",
        arguments: ["a<div>b</div>", "<div>a</div>b", "<div><div>a</div></div><div>b</div>", "a<center>b"])
    func block(_ html: String) {
        #expect(words(html) == "a\nb")
    }

    @Test(
        "an empty line is around a paragraph",
        arguments: [
            "a<p>b", "<p>a</p>b", "<p>a</p>\n<p>b</p>", "<h1>a</h1><p>b", "a<blockquote>b</blockquote>", "<ul></ul>a<p></p><p>b",
        ])
    func paragraph(_ html: String) {
        #expect(words(html) == "a\n\nb")
    }

    @Test(
        "more empty lines than one are one",
        arguments: ["a<br><br><br><br>b", "<p>a</p><br><br><p>b", "<div>a</div><div><br></div><div>b</div>"])
    func emptyLines(_ html: String) {
        #expect(words(html) == "a\n\nb")
    }

    @Test(
        "nothing waits at the begin or the end",
        arguments: ["<br><p> a </p><br>", "<div>&nbsp;</div>a<!-- --> "])
    func edges(_ html: String) {
        #expect(words(html) == "a")
    }

    @Test("cells of a row are parted by a blank, rows by lines")
    func table() {
        #expect(words("<table><tr><td>a</td><td>b</td></tr><tr><th>c<td>d</table>e") == "a b\nc d\ne")
    }

    @Test(
        "list items have marks",
        arguments: ["<ul><li>a</li><li>b</li></ul>", "<ol><li>a<li>b</ol>", "<li><p>a</p><li><div>b</div>"])
    func list(_ html: String) {
        #expect(words(html).replacing("\n\n", with: "\n") == "* a\n* b")
    }

    @Test("an empty list item has no mark, and leaves none to what follows")
    func emptyItem() {
        #expect(words("<ul><li></li><li>a</li><li></ul>b") == "* a\nb")
    }

    @Test("a rule is three dashes on a line")
    func rule() {
        #expect(words("a<hr>b<hr/>") == "a\n---\nb\n---")
    }

    @Test("a link is its words")
    func link() {
        #expect(words("see <a href=\"http://example.com/?a=1&b=2\">this <b>page</b></a>.") == "see this page.")
    }

    @Test("text in pre keeps its white space")
    func pre() {
        #expect(words("x<pre>\n a\n\n\n\tb  c\r\n  d &nbsp;e</pre>y") == "x\n\n a\n\n\n\tb  c\n  d  e\n\ny")
    }

    @Test("pre nests, and what follows its end is collapsed again")
    func preNests() {
        #expect(words("<pre>a  b<pre>c  d</pre>e  f</pre>g  h</pre>  i") == "a  b\n\nc  d\n\ne  f\n\ng h\n\ni")
    }

    @Test(
        "an empty document has no words",
        arguments: ["", " ", "<html><head></head><body></body></html>", "<br>", "&nbsp;", "<pre></pre>"])
    func empty(_ html: String) {
        #expect(words(html) == "")
    }

    @Test("a limit gives the begin of the words, cut between characters")
    func limit() {
        let html = "<p>é<li>ü &euro; x<pre> ñ\n\n\u{1f600}</pre>y"
        let whole = words(html)
        for most in 0...whole.utf8.count {
            let cut = words(html, most: most)
            #expect(cut.utf8.count <= most)
            #expect(whole.unicodeScalars.starts(with: cut.unicodeScalars), "\(most)")
        }
    }

    @Test("however a page is cut, its words are UTF-8 and no more than it has")
    func everyCut() {
        let page = Array(
            "<!--[if x]>a<![endif]-->é<p title='>'>b&eacute;&#x20ac;<style>c</style><li>d<pre> e </pre><![CDATA[f]]><img alt=\"g\">"
                .utf8)
        for end in 0...page.count {
            let out = written { text in withSpan(Array(page[..<end])) { mime_html_text($0, text) } }
            #expect(out.count <= 2 * end)
        }
    }
}

@Suite("HTML text: what is shown and what is not") struct HTMLShownTests {
    @Test(
        "title, style and script are left out",
        arguments: [
            "<title>x</title>a", "<STYLE type='text/css'>p { x: '>' }</STYLE>a",
            "<script>if (a < b) document.write('</scr'+'ipt><b>x')</script >a",
            "<head><title>x</title><style>x</style></head><body>a", "<iframe>x</iframe>a", "<script src=x />a", "<title/>a",
            "<style><!-- x --></style>a",
        ])
    func leftOut(_ html: String) {
        #expect(words(html) == "a")
    }

    @Test(
        "a style or a script without end leaves out the rest: it is no text",
        arguments: ["a<style>x { y }", "a<script>x</scripts>y"])
    func unendedStyle(_ html: String) {
        #expect(words(html) == "a")
    }

    @Test("a title without end leaves out nothing")
    func unendedTitle() {
        #expect(words("<title>a<p>b<title>c") == "a\n\nbc")
    }

    @Test("a head without end takes nothing with it")
    func unendedHead() {
        #expect(words("<head><meta charset=utf-8><p>a") == "a")
    }

    @Test(
        "comments are left out",
        arguments: [
            "a<!-- x -->b", "a<!---->b", "a<!-->b", "a<!--->b", "a<!-- x > y -- z -->b", "a<!-- <b>x</b> -->b", "a<!x>b",
            "a<?xml x?>b", "a</>b",
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD\">ab", "a<!--x--><!--y-->b",
        ])
    func comments(_ html: String) {
        #expect(words(html) == "ab")
    }

    @Test("a comment without end ends at its first >")
    func unendedComment() {
        #expect(words("a<!-- x >b<!-- y>c") == "abc")
    }

    @Test("what only Outlook shows is left out, what all but Outlook show is not")
    func conditional() {
        #expect(words("<!--[if mso]><p>x</p><![endif]-->a<!--[if !mso]><!-->b<!--<![endif]--><![if !mso]>c<![endif]>") == "abc")
    }

    @Test("CDATA is text")
    func cdata() {
        #expect(words("<![CDATA[a <b> &amp;]]> c") == "a <b> &amp; c")
        #expect(words("<![CDATA[a <b>b</b>") == "a b")
    }

    @Test(
        "an image is its alternative text",
        arguments: [
            "<img alt=\"a cat\">", "<IMG SRC=x.png ALT='a cat'/>", "<img data-alt=no alt = \"a\n cat\" title=x>",
            "a<img alt=cat>",
            "<img src=\"alt=x\" alt=\"a&#32;cat\">", "<img title='>' alt='a cat'>", "a<img src=x>\ncat", "<img alt=\"\">a cat",
        ])
    func image(_ html: String) {
        #expect(words(html) == "a cat")
    }

    @Test(
        "a > in a quoted value does not end the tag",
        arguments: ["<p title=\"a > b\">x", "<p title = 'a > b' id=y>x", "<p a=\"'>\" b='\">'>x"])
    func quotedEnd(_ html: String) {
        #expect(words(html) == "x")
    }

    @Test("a quote that is not a value's is none", arguments: ["<p don't>x</p>", "<p \">x</p>", "<p a=b'>x</p>"])
    func strayQuote(_ html: String) {
        #expect(words(html) == "x")
    }

    @Test("a quote without end does not take the rest of the page", arguments: ["<p title=\"a>x</p>", "<p title='a>x</p>"])
    func unendedQuote(_ html: String) {
        #expect(words(html) == "x")
    }

    @Test("a < that begins no tag is text", arguments: ["1 < 2", "a <3 b", "<", "a<", "a << b", "<=>"])
    func lessThan(_ html: String) {
        #expect(words(html) == html)
    }

    @Test("an address in angle brackets is text")
    func address() {
        #expect(words("Joe <joe@example.com> wrote<br>") == "Joe <joe@example.com> wrote")
    }

    @Test(
        "a tag that the end of the page cuts is left out",
        arguments: ["a<p", "a<a href=\"http://example.com", "a</p", "a<img alt=x"])
    func cutTag(_ html: String) {
        #expect(words(html) == "a")
    }

    @Test(
        "what is nested or left open a hundred thousand times takes no longer",
        arguments: [
            "<div>", "<pre>", "<title>", "<iframe><title>", "<a b=\"", "<!--", "<![CDATA[", "<li>", "<a@", "<style", "&", "<",
            "</", "<!", "<p x='", "&#",
            "<title>x</titl",
        ])
    func hostile(_ piece: String) {
        #expect(words(String(repeating: piece, count: 100_000)).utf8.count <= piece.utf8.count * 200_000)
    }
}

@Suite("HTML text: entities") struct HTMLEntityTests {
    @Test(
        "names are resolved",
        arguments: [
            ("&amp;", "&"), ("&lt;b&gt;", "<b>"), ("&quot;&apos;", "\"'"), ("&eacute;&Eacute;", "éÉ"), ("&euro;", "€"),
            ("&hellip;", "…"),
            ("&thetasym;", "ϑ"), ("&rarr;", "→"), ("&Scaron;", "Š"), ("&zwnj;", "\u{200c}"), ("&sup2;&sup1;&sup;", "²¹⊃"),
            ("&AMP;&COPY;", "&©"),
        ])
    func names(_ html: String, _ wanted: String) {
        #expect(words(html) == wanted)
    }

    @Test(
        "old names need no semicolon",
        arguments: [("&copy2024", "©2024"), ("&ampx", "&x"), ("&notit;", "¬it;"), ("&eacutea", "éa"), ("&lt", "<")])
    func legacy(_ html: String, _ wanted: String) {
        #expect(words(html) == wanted)
    }

    @Test(
        "what is no entity is text",
        arguments: ["&", "& b", "&&", "&bogus;", "&euro", "&;", "&#;", "&#x;", "&#xg", "a&b=c", "&a", "&lang=en"])
    func none(_ html: String) {
        #expect(words(html) == html)
    }

    @Test(
        "numbers are resolved",
        arguments: [("&#65;&#x42;&#X43;", "ABC"), ("&#8364", "€"), ("&#x1F600;", "\u{1f600}"), ("&#0065;", "A"), ("&#65x", "Ax")])
    func numbers(_ html: String, _ wanted: String) {
        #expect(words(html) == wanted)
    }

    @Test(
        "numbers 80-9F are those of windows-1252",
        arguments: [("&#128;", "€"), ("&#150;", "–"), ("&#x93;x&#x94;", "“x”"), ("&#129;", "\u{fffd}")])
    func windows(_ html: String, _ wanted: String) {
        #expect(words(html) == wanted)
    }

    @Test(
        "a number that is no code point is U+FFFD",
        arguments: ["&#0;", "&#xd800;", "&#x110000;", "&#99999999999999999999;", "&#xffffffffffffffff1;"])
    func outOfRange(_ html: String) {
        #expect(words(html) == "\u{fffd}")
    }

    @Test("what entities make is no markup")
    func noMarkup() {
        #expect(words("&lt;p&gt;&amp;amp;") == "<p>&amp;")
    }
}

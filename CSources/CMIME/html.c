/* html.c - the words of an HTML part: from tag to tag. */
#include "html_private.h"

#include <string.h>

/* What a search did not find from here on is not searched again: so that the whole is linear whatever is left open. */
enum { MISSING_END = 1, MISSING_QUOTE = 2, MISSING_APOSTROPHE = 4, MISSING_COMMENT = 8, MISSING_CDATA = 16 };
enum { UNSHOWN = 4 }; /* tags whose effect is MIME_HTML_AS_NOTHING */

typedef struct scanner {
    mime_html_writer w;
    unsigned missing;
    const mime_html_tag *unended[UNSHOWN]; /* those of which no end tag follows */
} scanner;

/* Where `end` (no NUL in it) begins in `rest` from `from` on; rest.len where it does not, which is then remembered. */
static size_t find(scanner *s, unsigned what, mime_span rest, size_t from, const char *end)
{
    size_t len = strlen(end);
    if (s->missing & what || from >= rest.len) return rest.len;
    for (size_t i = from; rest.len - i >= len; i++) {
        const uint8_t *found = memchr(rest.at + i, end[0], rest.len - i);
        if (!found) break;
        i = (size_t)(found - rest.at);
        if (rest.len - i < len) break;
        if (memcmp(found, end, len) == 0) return i;
    }
    s->missing |= what;
    return rest.len;
}

static bool is_letter(uint8_t octet)
{
    uint8_t lower = mime_html_lower(octet);
    return lower >= 'a' && lower <= 'z';
}

/* Where the `>` of the tag is that `rest` begins with: one in a quoted value is none, a quote that does not end is none. */
static size_t tag_end(scanner *s, mime_span rest, size_t i)
{
    for (; i < rest.len && rest.at[i] != '>'; i++) {
        if (rest.at[i] != '=') continue;
        size_t value = i + 1;
        while (value < rest.len && mime_html_is_space(rest.at[value]))
            value++;
        uint8_t quote = value < rest.len ? rest.at[value] : 0;
        if (quote != '"' && quote != '\'') continue;
        size_t close = quote == '"' ? find(s, MISSING_QUOTE, rest, value + 1, "\"") : find(s, MISSING_APOSTROPHE, rest, value + 1, "'");
        i = close < rest.len ? close : value;
    }
    return i;
}

/* Where `</name` begins in `rest` from `from` on; rest.len where it does not. */
static size_t end_tag(mime_span rest, size_t from, const char *name)
{
    size_t len = strlen(name);
    for (size_t i = from; i < rest.len; i++) {
        const uint8_t *found = memchr(rest.at + i, '<', rest.len - i);
        if (!found) break;
        i = (size_t)(found - rest.at);
        if (rest.len - i < len + 2) break;
        if (found[1] != '/') continue;
        size_t same = 0;
        while (same < len && mime_html_lower(found[2 + same]) == (uint8_t)name[same])
            same++;
        if (same == len && (rest.len - i == len + 2 || !is_letter(found[2 + len]))) return i;
    }
    return rest.len;
}

/* Passes over what is in an element that is not shown. from: behind its tag. */
static size_t pass_over(scanner *s, const mime_html_tag *tag, mime_span rest, size_t from)
{
    size_t known = 0;
    while (known < UNSHOWN && s->unended[known] && s->unended[known] != tag)
        known++;
    if (known < UNSHOWN && s->unended[known]) return from;

    size_t end = end_tag(rest, from, tag->name);
    if (end < rest.len || tag->effect == MIME_HTML_AS_NOTHING_AT_ALL || known == UNSHOWN) return end;
    s->unended[known] = tag;
    return from;
}

static void image(mime_html_writer *w, mime_span attributes)
{
    mime_span alternative = mime_html_attribute(attributes, "alt");
    if (alternative.len == 0) return;
    mime_html_blank(w);
    mime_html_words(w, alternative, true);
    mime_html_blank(w);
}

static void rule(mime_html_writer *w)
{
    static const uint8_t dashes[] = {'-', '-', '-'};
    mime_html_block(w, MIME_HTML_LINE);
    mime_html_words(w, (mime_span){dashes, sizeof dashes}, false);
    mime_html_block(w, MIME_HTML_LINE);
}

/* <pre> or </pre>; behind is what follows: a line end right behind <pre> is none. Answers how much of it is done with. */
static size_t pre(mime_html_writer *w, bool is_end, mime_span behind)
{
    mime_html_block(w, MIME_HTML_PARAGRAPH);
    if (is_end) {
        if (w->pre > 0) w->pre--;
        return 0;
    }
    w->pre++;
    if (behind.len > 1 && behind.at[0] == '\r' && behind.at[1] == '\n') return 2;
    return behind.len > 0 && behind.at[0] == '\n' ? 1 : 0;
}

/* Does what the tag does that ends before rest.at[behind]; answers where to go on. */
static size_t act(scanner *s, const mime_html_tag *tag, bool is_end, mime_span attributes, mime_span rest, size_t behind)
{
    mime_html_writer *w = &s->w;
    switch ((mime_html_effect)tag->effect) {
    case MIME_HTML_INLINE: break;
    case MIME_HTML_AS_LINE: mime_html_block(w, MIME_HTML_LINE); break;
    case MIME_HTML_AS_PARAGRAPH: mime_html_block(w, MIME_HTML_PARAGRAPH); break;
    case MIME_HTML_AS_BREAK: mime_html_break(w); break;
    case MIME_HTML_AS_CELL: mime_html_blank(w); break;
    case MIME_HTML_AS_ITEM:
        w->mark = false;
        mime_html_block(w, MIME_HTML_LINE);
        w->mark = !is_end;
        break;
    case MIME_HTML_AS_LIST:
        w->mark = false;
        mime_html_block(w, MIME_HTML_LINE);
        break;
    case MIME_HTML_AS_RULE: rule(w); break;
    case MIME_HTML_AS_IMAGE: image(w, attributes); break;
    case MIME_HTML_AS_PRE: return behind + pre(w, is_end, (mime_span){rest.at + behind, rest.len - behind});
    case MIME_HTML_AS_NOTHING:
    case MIME_HTML_AS_NOTHING_AT_ALL: {
        bool is_empty = attributes.len > 0 && attributes.at[attributes.len - 1] == '/'; /* <title/>, of XHTML */
        return is_end || is_empty ? behind : pass_over(s, tag, rest, behind);
    }
    }
    return behind;
}

static size_t literally(scanner *s, mime_span rest)
{
    mime_html_words(&s->w, (mime_span){rest.at, 1}, false);
    return 1;
}

/* A tag; name: where its name begins, a letter. Answers its length. */
static size_t tag(scanner *s, mime_span rest, size_t name)
{
    size_t name_end = name;
    while (name_end < rest.len && !strchr("<>/ \t\n\f\r", rest.at[name_end])) /* a NUL ends it as well */
        name_end++;
    const mime_html_tag *known = mime_html_tag_by_name((mime_span){rest.at + name, name_end - name});
    /* <joe@example.com>, which should have been written &lt;joe@...: a tag to browsers, an address to readers. */
    if (!known && memchr(rest.at + name, '@', name_end - name)) return literally(s, rest);

    size_t end = tag_end(s, rest, name_end);
    if (end >= rest.len) return rest.len; /* the part was cut in it */
    if (!known) return end + 1;
    return act(s, known, rest.at[1] == '/', (mime_span){rest.at + name_end, end - name_end}, rest, end + 1);
}

/* A comment, `<!-->` and one without end included: that ends, as it once did in browsers, at its first `>`. */
static size_t comment(scanner *s, mime_span rest)
{
    enum { BEGIN = 4, OVERLAP = 2 }; /* the dashes of `<!-->` are those of its end as well */
    size_t end = find(s, MISSING_COMMENT, rest, BEGIN - OVERLAP, "-->");
    if (end < rest.len) return end + 3;
    end = find(s, MISSING_END, rest, BEGIN, ">");
    return end < rest.len ? end + 1 : rest.len;
}

static size_t cdata(scanner *s, mime_span rest, size_t begin)
{
    size_t end = find(s, MISSING_CDATA, rest, begin, "]]>");
    if (end == rest.len) return begin;
    mime_html_words(&s->w, (mime_span){rest.at + begin, end - begin}, false);
    return end + 3;
}

static bool begins(mime_span rest, const char *with)
{
    size_t len = strlen(with);
    return rest.len >= len && memcmp(rest.at, with, len) == 0;
}

/* What begins with `<`; answers its length. */
static size_t markup(scanner *s, mime_span rest)
{
    static const char cdata_begin[] = "<![CDATA[";
    uint8_t next = rest.len > 1 ? rest.at[1] : 0;
    if (is_letter(next)) return tag(s, rest, 1);
    if (next == '/' && rest.len > 2 && is_letter(rest.at[2])) return tag(s, rest, 2);
    if (begins(rest, "<!--")) return comment(s, rest);
    if (begins(rest, cdata_begin)) return cdata(s, rest, sizeof cdata_begin - 1);
    if (next != '!' && next != '?' && next != '/') return literally(s, rest); /* a < b */
    size_t end = find(s, MISSING_END, rest, 2, ">");                          /* <!DOCTYPE ...>, <?xml ...>, <![if ...]> */
    return end < rest.len ? end + 1 : literally(s, rest);
}

void mime_html_text(mime_span html, mime_text *out)
{
    scanner s = {.w = {.out = out}};
    while (html.len > 0 && !out->is_cut) {
        const uint8_t *open = memchr(html.at, '<', html.len);
        size_t len = open ? (size_t)(open - html.at) : html.len;
        mime_html_words(&s.w, (mime_span){html.at, len}, true);
        if (open) len += markup(&s, (mime_span){open, html.len - len});
        html = (mime_span){html.at + len, html.len - len};
    }
}

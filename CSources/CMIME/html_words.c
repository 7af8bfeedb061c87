/* html_words.c - the words of a page, and the gaps between them. */
#include "html_private.h"

#include <string.h>

#include "utf8_private.h"

static void add(mime_html_writer *w, const char *ascii)
{
    mime_utf8_add(w->out, (mime_span){(const uint8_t *)ascii, strlen(ascii)});
}

void mime_html_block(mime_html_writer *w, size_t lines)
{
    w->blank = false;
    if (!w->mark && w->lines < lines) w->lines = lines; /* the first block of a list item stands beside its mark */
}

void mime_html_break(mime_html_writer *w)
{
    w->blank = false;
    if (w->lines < MIME_HTML_PARAGRAPH) w->lines++;
}

void mime_html_blank(mime_html_writer *w)
{
    w->blank = true;
}

/* Writes the gap before a word. */
static void gap(mime_html_writer *w)
{
    for (; w->has_word && w->lines > 0 && !w->out->is_cut; w->lines--) {
        mime_text_add_octet(w->out, '\n');
        w->blank = false;
    }
    if (w->has_word && w->blank) mime_text_add_octet(w->out, ' ');
    if (w->mark) add(w, "* ");
    w->lines = 0;
    w->has_word = true;
    w->blank = w->mark = false;
}

static bool is_no_break_space(mime_span text, size_t i)
{
    return text.at[i] == 0xc2 && i + 1 < text.len && text.at[i + 1] == 0xa0;
}

/* What ends a run of words: white space, which is looked at; `&`; the first octet of U+00A0. */
static const bool ends_run[256] = {['\t'] = true, ['\n'] = true, ['\f'] = true, ['\r'] = true, [' '] = true, ['&'] = true, [0xc2] = true};

/* How many octets are words with single blanks between them: those are copied as they are. */
static size_t run_of_words(mime_span text)
{
    size_t i = 0;
    for (; i < text.len; i++) {
        if (!ends_run[text.at[i]]) continue;
        if (text.at[i] == ' ' && i > 0 && i + 1 < text.len && !ends_run[text.at[i + 1]]) continue;
        if (text.at[i] == 0xc2 && !is_no_break_space(text, i)) continue;
        break;
    }
    return i;
}

/* White space in <pre>; answers how many octets it was. */
static size_t space_in_pre(mime_html_writer *w, mime_span text)
{
    uint8_t octet = text.at[0];
    size_t len = octet == 0xc2 || (octet == '\r' && text.len > 1 && text.at[1] == '\n') ? 2 : 1;
    if (octet == '\r' || octet == '\n') {
        w->blank = false;
        w->lines++;
        return len;
    }
    gap(w);
    mime_text_add_octet(w->out, octet == '\t' ? '\t' : ' ');
    return len;
}

static void scalar(mime_html_writer *w, uint32_t value)
{
    bool is_space = value == 0xa0 || (value < 0x80 && mime_html_is_space((uint8_t)value));
    if (is_space && w->pre == 0) {
        mime_html_blank(w);
    } else if (is_space) {
        uint8_t octet = value == 0xa0 ? ' ' : (uint8_t)value;
        (void)space_in_pre(w, (mime_span){&octet, 1});
    } else {
        gap(w);
        mime_text_add_scalar(w->out, value);
    }
}

void mime_html_words(mime_html_writer *w, mime_span text, bool has_entities)
{
    while (text.len > 0 && !w->out->is_cut) {
        size_t len = run_of_words(text);
        if (len > 0) {
            gap(w);
            mime_utf8_add(w->out, (mime_span){text.at, len});
        } else if (text.at[0] == '&') {
            uint32_t value = 0;
            len = has_entities ? mime_html_entity(text, &value) : 0;
            scalar(w, len ? value : '&');
            if (len == 0) len = 1;
        } else if (w->pre > 0) {
            len = space_in_pre(w, text);
        } else {
            len = text.at[0] == 0xc2 ? 2 : 1;
            while (len < text.len && mime_html_is_space(text.at[len]))
                len++;
            mime_html_blank(w);
        }
        text = (mime_span){text.at + len, text.len - len};
    }
}

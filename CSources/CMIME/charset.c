/* charset.c - text of any charset to UTF-8: which converter, and what when there is none. */
#include "charset_private.h"

#include "charset_tables.h"

static bool begins_with_mark(mime_span octets)
{
    return octets.len >= 3 && octets.at[0] == 0xef && octets.at[1] == 0xbb && octets.at[2] == 0xbf;
}

static mime_span without_mark(mime_span octets)
{
    return begins_with_mark(octets) ? (mime_span){octets.at + 3, octets.len - 3} : octets;
}

static unsigned guess(mime_span octets, mime_text *out)
{
    if (mime_charset_is_utf8(octets)) return mime_utf8_convert(without_mark(octets), out);
    return mime_single_convert(mime_table_windows_1252, octets, out);
}

/* By iconv, or without it. */
static unsigned by_iconv(const mime_charset *charset, mime_span octets, mime_text *out)
{
    bool has_shifts = charset->kind == MIME_KIND_SHIFT;
    size_t begin = out->len;
    unsigned flags = mime_iconv_convert(charset->iconv, has_shifts, octets, out);
    if (flags == MIME_CHARSET_REPLACED && charset->wider[0] && !out->is_cut) {
        size_t end = out->len;
        out->len = begin;
        unsigned again = mime_iconv_convert(charset->wider, has_shifts, octets, out);
        if (!(again & MIME_CHARSET_NO_CONVERTER)) return again;
        out->len = end; /* nothing was written over what was there */
    }
    if (!(flags & MIME_CHARSET_NO_CONVERTER)) return flags;
    if (mime_charset_is_utf8(octets)) return flags | mime_utf8_convert(without_mark(octets), out);
    return flags | mime_ascii_convert(octets, out);
}

/* ASCII needs no iconv. */
static unsigned multi(const mime_charset *charset, mime_span octets, mime_text *out)
{
    size_t run = mime_ascii_run(octets.at, octets.len);
    mime_utf8_add(out, (mime_span){octets.at, run});
    if (run == octets.len || out->is_cut) return 0;
    return by_iconv(charset, (mime_span){octets.at + run, octets.len - run}, out);
}

/* By way of an eight-bit charset. */
static unsigned by_euc(const mime_charset *charset, mime_span octets, mime_text *out)
{
    enum { GROWTH = 2 }; /* octets that one may become: half-width kana */
    mime_text euc;
    mime_text_begin(&euc, octets.len > SIZE_MAX / GROWTH ? SIZE_MAX : octets.len * GROWTH);
    if (charset->kind == MIME_KIND_JIS)
        mime_jis_to_euc(octets, &euc);
    else
        mime_hz_to_euc(octets, &euc);
    unsigned flags = multi(charset, (mime_span){euc.at, euc.len}, out);
    if (euc.is_cut) out->is_cut = true;
    mime_text_free(&euc);
    return flags;
}

/* Some charsets have a code for the byte order mark; at the start of a text it is none of it. */
static void drop_mark(mime_text *out, size_t begin)
{
    if (!begins_with_mark((mime_span){out->at ? out->at + begin : NULL, out->len - begin})) return;
    for (size_t i = begin + 3; i < out->len; i++)
        out->at[i - 3] = out->at[i];
    out->len -= 3;
}

unsigned mime_charset_convert(mime_span name, mime_span octets, mime_text *out)
{
    if (octets.len == 0 || out->is_cut) return 0;
    const mime_charset *charset = mime_charset_find(name);
    if (!charset) return (mime_charset_is_none(name) ? 0 : MIME_CHARSET_UNKNOWN) | guess(octets, out);

    /* The mark of UTF-8 before valid UTF-8 is no accident, whatever the name says. */
    bool is_wide = charset->kind == MIME_KIND_UTF16 || charset->kind == MIME_KIND_UTF32;
    if (!is_wide && begins_with_mark(octets) && mime_charset_is_utf8(octets)) return guess(octets, out);

    size_t begin = out->len;
    unsigned flags = 0;
    switch (charset->kind) {
    case MIME_KIND_GUESS: return guess(octets, out);
    case MIME_KIND_UTF8: return mime_utf8_convert(without_mark(octets), out);
    case MIME_KIND_UTF16: return mime_utf16_convert(charset->order, octets, out);
    case MIME_KIND_UTF32: return mime_utf32_convert(charset->order, octets, out);
    case MIME_KIND_SINGLE: return charset->table ? mime_single_convert(charset->table, octets, out) : 0;
    case MIME_KIND_UTF7: flags = mime_utf7_convert(octets, out); break;
    case MIME_KIND_MULTI: flags = multi(charset, octets, out); break;
    case MIME_KIND_SHIFT: flags = by_iconv(charset, octets, out); break;
    case MIME_KIND_JIS:
    case MIME_KIND_HZ: flags = by_euc(charset, octets, out); break;
    }
    drop_mark(out, begin);
    return flags;
}

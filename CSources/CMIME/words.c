/* words.c - encoded-words (RFC 2047) and what stands around them. */
#include "mime_words.h"

#include "mime_charset.h"
#include "mime_decode.h"
#include "private.h"

enum { CHARSET_MOST = 64 }; /* octets of a charset's name with its language; what is longer is no word */

typedef struct word {
    mime_span charset;
    mime_span text;
    bool is_base64;
    const uint8_t *behind;
} word;

/* What one value needs to know of itself. */
typedef struct reading {
    const uint8_t *end;
    const uint8_t *no_close; /* from here on no "?=" was found: without it a row of "=?" would be searched again and again */
    mime_text *out;
    mime_text *scratch;
    mime_span charset;       /* of the octets in scratch */
} reading;

/* The "?" of the next "?=". */
static const uint8_t *close_of(reading *r, const uint8_t *at)
{
    if (at >= r->no_close)
        return NULL;
    for (const uint8_t *p = at; (p = mime_find(p, r->end, '?')) < r->end; p++) {
        if (p + 1 < r->end && p[1] == '=')
            return p;
    }
    r->no_close = at;
    return NULL;
}

/* Whether the "?=" at `close` is a question mark and the start of "=3F" instead: another close then follows before any blank. */
static bool is_text(reading *r, const uint8_t *close)
{
    if (r->end - close < 4 || mime_hex(close[2]) < 0 || mime_hex(close[3]) < 0)
        return false;
    for (const uint8_t *p = close + 2; p < r->end && !mime_is_space(*p); p++) {
        if (p + 1 < r->end && p[0] == '=' && p[1] == '?')
            return false;
        if (p + 1 < r->end && p[0] == '?' && p[1] == '=')
            return true;
    }
    return false;
}

/* Reads the word that begins with the "=?" at `at`. */
static bool read_word(reading *r, const uint8_t *at, word *out)
{
    const uint8_t *charset = at + 2;
    const uint8_t *p = charset;
    while (p < r->end && *p != '?' && !mime_is_space(*p) && p - charset <= CHARSET_MOST)
        p++;
    if (r->end - p < 3 || *p != '?' || p == charset || p[2] != '?')
        return false;
    uint8_t encoding = mime_lower(p[1]);
    if (encoding != 'b' && encoding != 'q')
        return false;
    const uint8_t *text = p + 3;
    const uint8_t *close = close_of(r, text);
    while (close && encoding == 'q' && is_text(r, close))
        close = close_of(r, close + 2);
    if (!close)
        return false;
    *out = (word){mime_between(charset, p), mime_between(text, close), encoding == 'b', close + 2};
    return true;
}

/* Q text is nearly quoted-printable (RFC 2047 section 4.2). */
static void add_quoted(mime_span text, mime_text *out)
{
    uint8_t *to = mime_text_reserve(out, text.len);
    if (!to)
        return;
    uint8_t *begin = to;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t octet = text.at[i];
        if (octet == '=' && i + 2 < text.len) {
            int high = mime_hex(text.at[i + 1]), low = mime_hex(text.at[i + 2]);
            if (high >= 0 && low >= 0) {
                *to++ = (uint8_t)(high << 4 | low);
                i += 2;
                continue;
            }
        }
        if (octet == '\r' || octet == '\n') /* a word that was folded inside */
            continue;
        *to++ = octet == '_' ? ' ' : octet;
    }
    out->len += (size_t)(to - begin);
}

static void add_base64(mime_span text, mime_text *out)
{
    uint8_t *to = mime_text_reserve(out, text.len + 2 * MIME_DECODE_SLACK);
    if (!to)
        return;
    mime_decoder decoder;
    mime_decode_begin(&decoder, MIME_ENCODING_BASE64);
    size_t len = mime_decode(&decoder, text, to);
    out->len += len + mime_decode_end(&decoder, to + len);
}

/* The octets of the words so far, to text. */
static void end_words(reading *r)
{
    size_t before = r->out->len;
    if (r->scratch->len)
        mime_charset_convert(r->charset, (mime_span){r->scratch->at, r->scratch->len}, r->out);
    while (r->out->len > before && r->out->at[r->out->len - 1] == 0)
        r->out->len--; /* the end of a C string, which its sender encoded with it */
    mime_text_clear(r->scratch);
    r->charset = (mime_span){NULL, 0};
}

/* Text that is no word: folds go (RFC 5322 section 2.2.3), other line ends in it become blanks. */
static void add_plain(reading *r, const uint8_t *at, const uint8_t *end)
{
    while (at < end) {
        const uint8_t *p = at;
        while (p < end && *p != '\r' && *p != '\n')
            p++;
        if (p > at)
            mime_charset_convert((mime_span){NULL, 0}, mime_between(at, p), r->out);
        if (p == end)
            return;
        while (p < end && (*p == '\r' || *p == '\n'))
            p++;
        if (p < end && !mime_is_blank(*p))
            mime_text_add_octet(r->out, ' ');
        at = p;
    }
}

static bool is_all_space(const uint8_t *at, const uint8_t *end)
{
    while (at < end && mime_is_space(*at))
        at++;
    return at == end;
}

void mime_words_decode(mime_span value, mime_text *out, mime_text *scratch)
{
    value = mime_trim(value);
    if (!value.len)
        return;
    reading r = {.end = value.at + value.len, .no_close = value.at + value.len, .out = out, .scratch = scratch};
    mime_text_clear(scratch);
    const uint8_t *plain = value.at; /* text that is not written yet */
    bool behind_word = false;
    for (const uint8_t *p = value.at; (p = mime_find(p, r.end, '=')) < r.end;) {
        word found;
        if (p + 1 == r.end || p[1] != '?' || !read_word(&r, p, &found)) {
            p++;
            continue;
        }
        /* White space between two words is the sender's folding (RFC 2047 section 6.2). */
        if (!behind_word || !is_all_space(plain, p)) {
            end_words(&r);
            add_plain(&r, plain, p);
        }
        if (scratch->len && !mime_charset_same(r.charset, found.charset))
            end_words(&r);
        r.charset = found.charset;
        if (found.is_base64)
            add_base64(found.text, scratch);
        else
            add_quoted(found.text, scratch);
        p = plain = found.behind;
        behind_word = true;
    }
    end_words(&r);
    add_plain(&r, plain, r.end);
}

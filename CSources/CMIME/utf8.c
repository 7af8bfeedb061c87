/* utf8.c - UTF-8 (RFC 3629): what is well-formed, and the rest made so. */
#include "charset_private.h"

#include <string.h>

size_t mime_ascii_run(const uint8_t *at, size_t len)
{
    enum { TURN = 4 }; /* words a turn: most text is ASCII, and the compiler makes two or four loads of it */
    size_t i = 0;
    for (; len - i >= TURN * sizeof(uint64_t); i += TURN * sizeof(uint64_t)) {
        uint64_t words[TURN];
        memcpy(words, at + i, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3]) & 0x8080808080808080) break;
    }
    while (i < len && at[i] < 0x80)
        i++;
    return i;
}

size_t mime_utf8_step(const uint8_t *at, size_t len, bool *is_good_out)
{
    uint8_t lead = at[0], low = 0x80, high = 0xbf; /* what the second octet may be */
    size_t more;
    *is_good_out = true;
    if (lead < 0x80) return 1;
    *is_good_out = false;
    if (lead < 0xc2 || lead > 0xf4) return 1;
    if (lead < 0xe0) {
        more = 1;
    } else if (lead < 0xf0) {
        more = 2;
        if (lead == 0xe0) low = 0xa0;  /* below: two octets would do */
        if (lead == 0xed) high = 0x9f; /* above: surrogates */
    } else {
        more = 3;
        if (lead == 0xf0) low = 0x90;  /* below: three octets would do */
        if (lead == 0xf4) high = 0x8f; /* above: beyond U+10FFFF */
    }
    for (size_t i = 1; i <= more; i++) {
        if (i >= len || at[i] < low || at[i] > high) return i;
        low = 0x80;
        high = 0xbf;
    }
    *is_good_out = true;
    return more + 1;
}

/* How many octets of well-formed UTF-8 `octets` begins with. */
static size_t good_run(mime_span octets)
{
    size_t i = 0;
    while (i < octets.len) {
        if (octets.at[i] < 0x80) {
            i += mime_ascii_run(octets.at + i, octets.len - i);
            continue;
        }
        bool is_good;
        size_t step = mime_utf8_step(octets.at + i, octets.len - i, &is_good);
        if (!is_good) break;
        i += step;
    }
    return i;
}

bool mime_charset_is_utf8(mime_span octets)
{
    return good_run(octets) == octets.len;
}

void mime_utf8_add(mime_text *out, mime_span utf8)
{
    if (utf8.len == 0 || out->is_cut) return;
    size_t fit = utf8.len;
    if (fit > out->most - out->len) {
        fit = out->most - out->len;
        while (fit > 0 && (utf8.at[fit] & 0xc0) == 0x80)
            fit--;
    }
    uint8_t *to = mime_text_reserve(out, fit);
    if (!to) return;
    memcpy(to, utf8.at, fit);
    out->len += fit;
    if (fit < utf8.len) out->is_cut = true;
}

unsigned mime_utf8_convert(mime_span octets, mime_text *out)
{
    unsigned flags = 0;
    while (!out->is_cut) {
        size_t run = good_run(octets);
        mime_utf8_add(out, (mime_span){octets.at, run});
        if (run == octets.len || out->is_cut) break;
        bool is_good;
        size_t bad = mime_utf8_step(octets.at + run, octets.len - run, &is_good);
        mime_text_add_scalar(out, 0xfffd);
        flags |= MIME_CHARSET_REPLACED;
        octets = (mime_span){octets.at + run + bad, octets.len - run - bad};
    }
    return flags;
}

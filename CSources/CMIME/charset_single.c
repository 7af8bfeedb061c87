/* charset_single.c - charsets of one octet a character, by table. */
#include "charset_private.h"

enum {
    WIDEST = 3,  /* octets of UTF-8 that one character may come to: the tables hold nothing above U+FFFF */
    BATCH = 4096 /* characters that room is made for at once: little is wasted where the text is ASCII */
};

static uint8_t *put(uint8_t *to, uint16_t scalar)
{
    if (scalar >= 0x800) {
        *to++ = (uint8_t)(0xe0 | scalar >> 12);
        *to++ = (uint8_t)(0x80 | (scalar >> 6 & 0x3f));
    } else {
        *to++ = (uint8_t)(0xc0 | scalar >> 6);
    }
    *to++ = (uint8_t)(0x80 | (scalar & 0x3f));
    return to;
}

/* As many octets as surely fit into `out`, at least one. */
static size_t batch(size_t len, const mime_text *out)
{
    size_t fit = (out->most - out->len) / WIDEST;
    if (fit > BATCH) fit = BATCH;
    if (fit == 0) fit = 1;
    return fit < len ? fit : len;
}

unsigned mime_single_convert(const uint16_t *table, mime_span octets, mime_text *out)
{
    unsigned flags = 0;
    size_t i = 0;
    while (i < octets.len && !out->is_cut) {
        if (octets.at[i] < 0x80) {
            size_t run = mime_ascii_run(octets.at + i, octets.len - i);
            mime_utf8_add(out, (mime_span){octets.at + i, run});
            i += run;
            continue;
        }
        size_t end = i + batch(octets.len - i, out);
        size_t widest = (end - i) * WIDEST;
        if (widest > out->most - out->len) { /* one character, and it may or may not fit */
            uint16_t scalar = table[octets.at[i++] - 0x80];
            if (scalar == 0xfffd) flags |= MIME_CHARSET_REPLACED;
            mime_text_add_scalar(out, scalar);
            continue;
        }
        uint8_t *begin = mime_text_reserve(out, widest), *to = begin;
        if (!to) break;
        /* Words of another script are parted by single blanks: those stay in this loop, a longer run of ASCII leaves it. */
        for (uint8_t before = 0x80; i < end; i++) {
            uint8_t octet = octets.at[i];
            if (octet < 0x80) {
                if (before < 0x80) break;
                *to++ = octet;
            } else {
                uint16_t scalar = table[octet - 0x80];
                if (scalar == 0xfffd) flags |= MIME_CHARSET_REPLACED;
                to = put(to, scalar);
            }
            before = octet;
        }
        out->len += (size_t)(to - begin);
    }
    return flags;
}

unsigned mime_ascii_convert(mime_span octets, mime_text *out)
{
    unsigned flags = 0;
    while (octets.len > 0 && !out->is_cut) {
        size_t run = mime_ascii_run(octets.at, octets.len);
        mime_utf8_add(out, (mime_span){octets.at, run});
        if (run < octets.len) {
            mime_text_add_scalar(out, 0xfffd);
            flags |= MIME_CHARSET_REPLACED;
            run++;
        }
        octets = (mime_span){octets.at + run, octets.len - run};
    }
    return flags;
}

/* utf16.c - UTF-16 and UTF-32 (RFC 2781), with and without a byte order mark. */
#include "charset_private.h"

enum { SAMPLE = 1024 }; /* octets that the byte order is guessed from */

/* Counts the zeros at places `place`, `place` + step, ... */
static size_t zeros(mime_span octets, size_t place, size_t step)
{
    size_t found = 0;
    for (size_t i = place; i < octets.len && i < SAMPLE; i += step)
        found += octets.at[i] == 0;
    return found;
}

static uint32_t unit16(const uint8_t *at, bool is_little)
{
    return is_little ? (uint32_t)at[1] << 8 | at[0] : (uint32_t)at[0] << 8 | at[1];
}

static uint32_t unit32(const uint8_t *at, bool is_little)
{
    return is_little ? unit16(at + 2, true) << 16 | unit16(at, true) : unit16(at, false) << 16 | unit16(at + 2, false);
}

/* Without a mark the order is big endian (RFC 2781 section 4.3), unless blanks and Latin letters say plainly that it is not. */
static bool is_little_by(mime_order order, mime_span octets, size_t unit)
{
    if (order != MIME_ORDER_UNSAID) return order == MIME_ORDER_LITTLE;
    return zeros(octets, unit - 1, unit) > zeros(octets, 0, unit);
}

unsigned mime_utf16_convert(mime_order order, mime_span octets, mime_text *out)
{
    bool is_little = is_little_by(order, octets, 2);
    size_t i = 0;
    if (octets.len >= 2) { /* a mark is believed before the name */
        if (unit16(octets.at, false) == 0xfeff || unit16(octets.at, true) == 0xfeff) {
            is_little = octets.at[0] == 0xff;
            i = 2;
        }
    }
    unsigned flags = 0;
    while (i < octets.len && !out->is_cut) {
        uint32_t scalar = 0xfffd;
        if (octets.len - i < 2) {
            flags |= MIME_CHARSET_REPLACED;
            i = octets.len;
        } else {
            scalar = unit16(octets.at + i, is_little);
            i += 2;
        }
        if (scalar >= 0xd800 && scalar <= 0xdfff) {
            uint32_t low = scalar < 0xdc00 && octets.len - i >= 2 ? unit16(octets.at + i, is_little) : 0;
            if (low >= 0xdc00 && low <= 0xdfff) {
                scalar = 0x10000 + ((scalar - 0xd800) << 10) + (low - 0xdc00);
                i += 2;
            } else {
                scalar = 0xfffd; /* half of a pair */
                flags |= MIME_CHARSET_REPLACED;
            }
        }
        mime_text_add_scalar(out, scalar);
    }
    return flags;
}

unsigned mime_utf32_convert(mime_order order, mime_span octets, mime_text *out)
{
    bool is_little = is_little_by(order, octets, 4);
    size_t i = 0;
    if (octets.len >= 4) {
        if (unit32(octets.at, false) == 0xfeff || unit32(octets.at, true) == 0xfeff) {
            is_little = octets.at[0] == 0xff;
            i = 4;
        }
    }
    unsigned flags = 0;
    while (i < octets.len && !out->is_cut) {
        bool is_whole = octets.len - i >= 4;
        uint32_t scalar = is_whole ? unit32(octets.at + i, is_little) : 0xfffd;
        if (!is_whole || scalar > 0x10ffff || (scalar >= 0xd800 && scalar <= 0xdfff)) flags |= MIME_CHARSET_REPLACED;
        mime_text_add_scalar(out, scalar);
        i = is_whole ? i + 4 : octets.len;
    }
    return flags;
}

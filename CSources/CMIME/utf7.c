/* utf7.c - UTF-7 (RFC 2152), which some mail still is. Tolerant: what no rule allows is read as what was likely meant. */
#include "charset_private.h"

/* The value of a base64 digit, or 64. */
static uint32_t digit(uint8_t octet)
{
    if (octet >= 'A' && octet <= 'Z') return octet - 'A';
    if (octet >= 'a' && octet <= 'z') return octet - 'a' + 26u;
    if (octet >= '0' && octet <= '9') return octet - '0' + 52u;
    return octet == '+' ? 62 : octet == '/' ? 63 : 64;
}

/* Reads a run of base64 digits from octets.at[i] as UTF-16, big endian; returns where it ends. */
static size_t shifted(mime_span octets, size_t i, mime_text *out, unsigned *flags)
{
    uint32_t bits = 0, high = 0; /* high: the first half of a pair that waits for the second */
    unsigned held = 0;
    for (; i < octets.len && digit(octets.at[i]) < 64 && !out->is_cut; i++) {
        bits = bits << 6 | digit(octets.at[i]);
        held += 6;
        if (held < 16) continue;
        held -= 16;
        uint32_t unit = bits >> held & 0xffff;
        bits &= (1u << held) - 1;

        bool is_low = unit >= 0xdc00 && unit <= 0xdfff, is_high = unit >= 0xd800 && unit <= 0xdbff;
        if (high && !is_low) {
            mime_text_add_scalar(out, 0xfffd);
            *flags |= MIME_CHARSET_REPLACED;
        }
        if (!is_high) {
            if (is_low && !high) *flags |= MIME_CHARSET_REPLACED;
            mime_text_add_scalar(out, high && is_low ? 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00) : unit);
        }
        high = is_high ? unit : 0;
    }
    /* Less than 6 bits, all zero, fill the last digit up; more, or others, are a character that was cut. */
    if (high || held >= 6 || bits) {
        mime_text_add_scalar(out, 0xfffd);
        *flags |= MIME_CHARSET_REPLACED;
    }
    return i;
}

unsigned mime_utf7_convert(mime_span octets, mime_text *out)
{
    unsigned flags = 0;
    size_t i = 0;
    while (i < octets.len && !out->is_cut) {
        uint8_t octet = octets.at[i++];
        uint8_t next = i < octets.len ? octets.at[i] : 0;
        if (octet >= 0x80) {
            mime_text_add_scalar(out, 0xfffd);
            flags |= MIME_CHARSET_REPLACED;
        } else if (octet != '+' || digit(next) == 64) {
            mime_text_add_octet(out, octet); /* a plus sign that shifts nothing is one */
            if (octet == '+' && next == '-') i++;
        } else {
            i = shifted(octets, i, out, &flags);
            if (i < octets.len && octets.at[i] == '-') i++;
        }
    }
    return flags;
}

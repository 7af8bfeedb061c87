/* decode_base64.c - base64 octet by octet, and whole groups as fast as this processor can (RFC 2045 section 6.8). */
#include "decode_private.h"

enum {
    NO = 0xff,      /* not a letter of the alphabet; letters are below 64, so the top bit says it of four at once */
    TOP_BIT = 0x80
};

/* The value of each octet. */
static const uint8_t sextet[256] = {
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* 00 */
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* 10 */
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, 62, NO, NO, NO, 63, /* 20: + and / */
    52, 53, 54, 55, 56, 57, 58, 59, 60, 61, NO, NO, NO, NO, NO, NO, /* 30: digits */
    NO, 0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, /* 40: A to O */
    15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, NO, NO, NO, NO, NO, /* 50: P to Z */
    NO, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, /* 60: a to o */
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, NO, NO, NO, NO, NO, /* 70: p to z */
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* 80 */
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* 90 */
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* A0 */
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* B0 */
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* C0 */
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* D0 */
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* E0 */
    NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, /* F0 */
};

mime_step mime_base64_groups_scalar(const uint8_t *in, size_t len, uint8_t *out)
{
    mime_step step = {0, 0};
    while (step.used < len) {
        const uint8_t *at = in + step.used;
        if (*at == '\r' || *at == '\n') {
            step.used++;
            continue;
        }
        if (len - step.used < 4)
            break;
        uint8_t a = sextet[at[0]], b = sextet[at[1]], c = sextet[at[2]], d = sextet[at[3]];
        if ((a | b | c | d) & TOP_BIT)
            break;
        out[step.written] = (uint8_t)(a << 2 | b >> 4);
        out[step.written + 1] = (uint8_t)(b << 4 | c >> 2);
        out[step.written + 2] = (uint8_t)(c << 6 | d);
        step.used += 4;
        step.written += 3;
    }
    return step;
}

/* The fast way first, then the plain one for what it left. */
static mime_step groups(const uint8_t *in, size_t len, uint8_t *out)
{
    mime_step fast = {0, 0};
#if defined(MIME_DECODE_HAS_AVX2)
    if (__builtin_cpu_supports("avx2"))
        fast = mime_base64_groups_avx2(in, len, out);
#elif defined(MIME_DECODE_HAS_NEON)
    fast = mime_base64_groups_neon(in, len, out);
#endif
    mime_step rest = mime_base64_groups_scalar(in + fast.used, len - fast.used, out + fast.written);
    return (mime_step){fast.used + rest.used, fast.written + rest.written};
}

/* The octets that are whole in a group cut short; the group is over. One letter alone is no octet. */
static size_t close_group(mime_decoder *decoder, uint8_t *out)
{
    size_t whole = decoder->held > 1 ? decoder->held - 1 : 0;
    uint32_t bits = decoder->bits << (6 * (4 - decoder->held));
    for (size_t i = 0; i < whole; i++)
        out[i] = (uint8_t)(bits >> (16 - 8 * i));
    decoder->held = 0;
    decoder->bits = 0;
    return whole;
}

static size_t take_octet(mime_decoder *decoder, uint8_t octet, uint8_t *out)
{
    if (octet == '=')
        return close_group(decoder, out);
    if (sextet[octet] == NO)
        return 0;
    decoder->bits = decoder->bits << 6 | sextet[octet];
    if (++decoder->held < 4)
        return 0;
    for (size_t i = 0; i < 3; i++)
        out[i] = (uint8_t)(decoder->bits >> (16 - 8 * i));
    decoder->held = 0;
    decoder->bits = 0;
    return 3;
}

size_t mime_base64_decode(mime_decoder *decoder, mime_span in, uint8_t *out)
{
    size_t used = 0, written = 0;
    while (used < in.len) {
        if (decoder->held == 0) {
            mime_step step = groups(in.at + used, in.len - used, out + written);
            used += step.used;
            written += step.written;
        }
        if (used < in.len)
            written += take_octet(decoder, in.at[used++], out + written);
    }
    return written;
}

size_t mime_base64_end(mime_decoder *decoder, uint8_t *out)
{
    return close_group(decoder, out);
}

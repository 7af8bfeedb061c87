/* decode_quoted.c - quoted-printable (RFC 2045 section 6.7), cut anywhere.
 *
 * White space at the end of a line stays, against rule 3 of that section: the transports that padded lines are gone, and what stands there
 * now is a sender's own "-- " or a flowed line that nobody encoded. Every other reader keeps it, and none can bring it back.
 *
 * What cannot be judged before more has come waits in `pending`: `=` with what is behind it. It is then dropped, decoded, or let
 * through as it was. */
#include "decode_private.h"

#include <string.h>

/* The longest white space behind `=` that is still a soft line break: encoded lines have 76 octets. */
enum { BLANKS_MAX = 126 };

/* What waits, decoder->state. */
enum {
    PLAIN = 0,
    EQUALS,       /* = */
    EQUALS_DIGIT, /* = and one hexadecimal digit */
    EQUALS_BLANKS,
    EQUALS_CR     /* =, white space or none, CR */
};

static bool is_blank(uint8_t octet) { return octet == ' ' || octet == '\t'; }

static void wait_with(mime_decoder *decoder, uint32_t state, uint8_t octet)
{
    decoder->pending[decoder->pending_len++] = octet;
    decoder->state = state;
}

static void forget(mime_decoder *decoder)
{
    decoder->pending_len = 0;
    decoder->state = PLAIN;
}

static size_t let_through(mime_decoder *decoder, uint8_t *out)
{
    size_t len = decoder->pending_len;
    memcpy(out, decoder->pending, len);
    forget(decoder);
    return len;
}

/* An octet that belongs to nothing before it. */
static size_t let_through_and(mime_decoder *decoder, uint8_t octet, uint8_t *out)
{
    size_t written = let_through(decoder, out);
    if (octet == '=') {
        wait_with(decoder, EQUALS, octet);
        return written;
    }
    out[written] = octet;
    return written + 1;
}

/* The octet behind `=` and what followed it so far. */
static size_t take_octet(mime_decoder *decoder, uint8_t octet, uint8_t *out)
{
    int value = mime_hex_value[octet];
    if (decoder->state == EQUALS_DIGIT && value >= 0) {
        *out = (uint8_t)(mime_hex_value[decoder->pending[1]] << 4 | value);
        forget(decoder);
        return 1;
    }
    bool may_end = decoder->state == EQUALS || decoder->state == EQUALS_BLANKS;
    if (decoder->state == EQUALS && value >= 0)
        wait_with(decoder, EQUALS_DIGIT, octet);
    else if ((may_end || decoder->state == EQUALS_CR) && octet == '\n')
        forget(decoder); /* a soft line break */
    else if (may_end && octet == '\r')
        wait_with(decoder, EQUALS_CR, octet);
    else if (may_end && is_blank(octet) && decoder->pending_len <= BLANKS_MAX)
        wait_with(decoder, EQUALS_BLANKS, octet);
    else
        return let_through_and(decoder, octet, out);
    return 0;
}

/* The fast way first, then the plain one for what it left. Stops before a `=` that take_octet has to judge. */
static mime_step run(const uint8_t *in, size_t len, uint8_t *out)
{
    mime_step fast = {0, 0};
#if defined(MIME_DECODE_HAS_AVX2)
    if (__builtin_cpu_supports("avx2"))
        fast = mime_quoted_run_avx2(in, len, out);
#elif defined(MIME_DECODE_HAS_NEON)
    fast = mime_quoted_run_neon(in, len, out);
#endif
    mime_step rest = mime_quoted_run_scalar(in + fast.used, len - fast.used, out + fast.written);
    return (mime_step){fast.used + rest.used, fast.written + rest.written};
}

size_t mime_quoted_decode(mime_decoder *decoder, mime_span in, uint8_t *out)
{
    size_t used = 0, written = 0;
    while (used < in.len) {
        if (decoder->state == PLAIN) {
            mime_step step = run(in.at + used, in.len - used, out + written);
            used += step.used;
            written += step.written;
            if (used < in.len)
                wait_with(decoder, EQUALS, in.at[used++]);
        } else {
            written += take_octet(decoder, in.at[used++], out + written);
        }
    }
    return written;
}

size_t mime_quoted_end(mime_decoder *decoder, uint8_t *out)
{
    /* The end of the input is the end of a line: a soft break goes. */
    if (decoder->state == EQUALS_DIGIT)
        return let_through(decoder, out);
    forget(decoder);
    return 0;
}

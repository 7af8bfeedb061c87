/* decode_quoted.c - quoted-printable (RFC 2045 section 6.7), cut anywhere.
 *
 * What cannot be judged before more has come waits in `pending`: white space that a line end may follow, and `=` with what is
 * behind it. It is then dropped, decoded, or let through as it was. */
#include "decode_private.h"

#include <string.h>

/* The longest white space that goes before a line end. Encoded lines have 76 octets, so more than this is no trace of a
 * transport that padded lines but somebody's content: such a run is kept whole. */
enum { BLANKS_MAX = 127 };

/* What waits, decoder->state. */
enum {
    PLAIN = 0,
    BLANKS,       /* white space */
    BLANKS_CR,    /* white space, CR */
    EQUALS,       /* = */
    EQUALS_DIGIT, /* = and one hexadecimal digit */
    EQUALS_BLANKS,
    EQUALS_CR,    /* =, white space or none, CR */
    LONG_BLANKS   /* nothing: within white space that is too long to go */
};

static bool is_blank(uint8_t octet)
{
    return octet == ' ' || octet == '\t';
}

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

/* A blank behind blanks, or behind `=`. */
static size_t one_more_blank(mime_decoder *decoder, uint32_t state, uint8_t octet, uint8_t *out)
{
    wait_with(decoder, state, octet);
    if (decoder->pending_len <= BLANKS_MAX)
        return 0;
    size_t written = let_through(decoder, out);
    decoder->state = LONG_BLANKS;
    return written;
}

/* An octet of which nothing is known: what is behind a plain run, or behind what was let through. */
static size_t fresh(mime_decoder *decoder, uint8_t octet, uint8_t *out)
{
    if (octet == '=')
        wait_with(decoder, EQUALS, octet);
    else if (is_blank(octet))
        wait_with(decoder, BLANKS, octet);
    else {
        *out = octet;
        return 1;
    }
    return 0;
}

static size_t let_through_and(mime_decoder *decoder, uint8_t octet, uint8_t *out)
{
    size_t written = let_through(decoder, out);
    return written + fresh(decoder, octet, out + written);
}

/* The octet behind white space. */
static size_t after_blanks(mime_decoder *decoder, uint8_t octet, uint8_t *out)
{
    if (octet == '\n') {
        size_t kept = 0;
        if (decoder->state == BLANKS_CR)
            out[kept++] = '\r';
        out[kept++] = '\n';
        forget(decoder);
        return kept;
    }
    if (decoder->state == BLANKS && is_blank(octet))
        return one_more_blank(decoder, BLANKS, octet, out);
    if (decoder->state == BLANKS && octet == '\r') {
        wait_with(decoder, BLANKS_CR, octet);
        return 0;
    }
    return let_through_and(decoder, octet, out);
}

/* The octet behind `=`. */
static size_t after_equals(mime_decoder *decoder, uint8_t octet, uint8_t *out)
{
    int value = mime_hex_value[octet];
    if (decoder->state == EQUALS_DIGIT && value >= 0) {
        *out = (uint8_t)(mime_hex_value[decoder->pending[1]] << 4 | value);
        forget(decoder);
        return 1;
    }
    if (decoder->state == EQUALS && value >= 0)
        wait_with(decoder, EQUALS_DIGIT, octet);
    else if (decoder->state != EQUALS_DIGIT && octet == '\n')
        forget(decoder); /* a soft line break */
    else if ((decoder->state == EQUALS || decoder->state == EQUALS_BLANKS) && octet == '\r')
        wait_with(decoder, EQUALS_CR, octet);
    else if ((decoder->state == EQUALS || decoder->state == EQUALS_BLANKS) && is_blank(octet))
        return one_more_blank(decoder, EQUALS_BLANKS, octet, out);
    else
        return let_through_and(decoder, octet, out);
    return 0;
}

static size_t take_octet(mime_decoder *decoder, uint8_t octet, uint8_t *out)
{
    switch (decoder->state) {
    case PLAIN:
        return fresh(decoder, octet, out);
    case BLANKS:
    case BLANKS_CR:
        return after_blanks(decoder, octet, out);
    case LONG_BLANKS:
        if (is_blank(octet)) {
            *out = octet;
            return 1;
        }
        decoder->state = PLAIN;
        return fresh(decoder, octet, out);
    default:
        return after_equals(decoder, octet, out);
    }
}

/* How much white space, with a CR behind it or none, the octets end in. Only BLANKS_MAX + 2 are looked at: what is longer
 * stays anyway. */
static size_t blanks_at_end(const uint8_t *at, size_t len)
{
    size_t cr = len > 0 && at[len - 1] == '\r', count = cr;
    while (count < len && count < cr + BLANKS_MAX + 1 && is_blank(at[len - 1 - count]))
        count++;
    return count == cr ? 0 : count;
}

/* Takes white space at the end of the input, which a line end may yet follow, back out of the output. plain: how much of the
 * output it can be in. Returns what stays written. */
static size_t hold_blanks(mime_decoder *decoder, uint8_t *out, size_t written, size_t plain)
{
    size_t blanks = blanks_at_end(out + written - plain, plain);
    if (blanks == 0)
        return written;
    bool has_cr = out[written - 1] == '\r';
    if (blanks - has_cr > BLANKS_MAX) {
        decoder->state = has_cr ? PLAIN : LONG_BLANKS;
        return written;
    }
    memcpy(decoder->pending, out + written - blanks, blanks);
    decoder->pending_len = (uint32_t)blanks;
    decoder->state = has_cr ? BLANKS_CR : BLANKS;
    return written - blanks;
}

/* The LF behind `plain` octets of a line: the white space between goes. Returns what is written then. */
static size_t end_line(uint8_t *out, size_t written, size_t plain)
{
    size_t blanks = blanks_at_end(out + written - plain, plain);
    bool has_cr = blanks > 0 && out[written - 1] == '\r';
    if (blanks > 0 && blanks - has_cr <= BLANKS_MAX) {
        written -= blanks;
        if (has_cr)
            out[written++] = '\r';
    }
    out[written++] = '\n';
    return written;
}

/* The fast way first, then the plain one for what it left. */
static mime_step copy(const uint8_t *in, size_t len, uint8_t *out, size_t *line)
{
    mime_step fast = {0, 0};
#if defined(MIME_DECODE_HAS_AVX2)
    if (__builtin_cpu_supports("avx2"))
        fast = mime_quoted_run_avx2(in, len, out, line);
#elif defined(MIME_DECODE_HAS_NEON)
    fast = mime_quoted_run_neon(in, len, out, line);
#endif
    size_t behind = SIZE_MAX; /* of its own output: not moved is not the same as moved to its start */
    mime_step rest = mime_quoted_run_scalar(in + fast.used, len - fast.used, out + fast.written, &behind);
    if (behind != SIZE_MAX)
        *line = fast.written + behind;
    return (mime_step){fast.used + rest.used, fast.written + rest.written};
}

/* As long as octets are what they seem: copies them, resolves escapes, trims lines. Stops before what take_octet has to judge. */
static mime_step run(mime_decoder *decoder, const uint8_t *in, size_t len, uint8_t *out)
{
    mime_step step = {0, 0};
    for (;;) {
        size_t line = 0;
        mime_step more = copy(in + step.used, len - step.used, out + step.written, &line);
        line += step.written;
        step.used += more.used;
        step.written += more.written;
        if (step.used == len) {
            step.written = hold_blanks(decoder, out, step.written, step.written - line);
            return step;
        }
        if (in[step.used] != '\n')
            return step;
        step.written = end_line(out, step.written, step.written - line);
        step.used++;
    }
}

size_t mime_quoted_decode(mime_decoder *decoder, mime_span in, uint8_t *out)
{
    size_t used = 0, written = 0;
    while (used < in.len) {
        if (decoder->state == PLAIN) {
            mime_step step = run(decoder, in.at + used, in.len - used, out + written);
            used += step.used;
            written += step.written;
        }
        if (used < in.len)
            written += take_octet(decoder, in.at[used++], out + written);
    }
    return written;
}

size_t mime_quoted_end(mime_decoder *decoder, uint8_t *out)
{
    /* The end of the input is the end of a line: what a line end would drop goes. */
    if (decoder->state == BLANKS_CR || decoder->state == EQUALS_DIGIT)
        return let_through(decoder, out);
    forget(decoder);
    return 0;
}

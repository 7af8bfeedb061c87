/* decode_quoted_scalar.c - quoted-printable, eight plain octets at once. */
#include "decode_private.h"

#include <string.h>

enum { NO = -1 };

#define NO_16 NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO
#define A_TO_F NO, 10, 11, 12, 13, 14, 15, NO, NO, NO, NO, NO, NO, NO, NO, NO

/* clang-format off */
const int8_t mime_hex_value[256] = {
    NO_16, NO_16, NO_16,
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, NO, NO, NO, NO, NO, NO,
    A_TO_F, NO_16,
    A_TO_F, /* lower case is wrong there and common */
    NO_16, NO_16, NO_16, NO_16, NO_16, NO_16, NO_16, NO_16, NO_16,
};
/* clang-format on */

/* Whether an octet of the word is zero; perhaps the octet above one is taken for zero too, which does no harm here. */
static bool has_zero(uint64_t word)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = UINT64_C(0x8080808080808080);
    return ((word - ones) & ~word & tops) != 0;
}

static size_t copy_plain(const uint8_t *in, size_t len, uint8_t *out)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t at = 0;
    while (len - at >= sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, in + at, sizeof word);
        if (has_zero(word ^ ones * '='))
            break;
        memcpy(out + at, &word, sizeof word);
        at += sizeof word;
    }
    for (; at < len && in[at] != '='; at++)
        out[at] = in[at];
    return at;
}

mime_step mime_quoted_run_scalar(const uint8_t *in, size_t len, uint8_t *out)
{
    mime_step step = {0, 0};
    for (;;) {
        size_t plain = copy_plain(in + step.used, len - step.used, out + step.written);
        step.used += plain;
        step.written += plain;
        if (step.used == len)
            return step;
        size_t used = mime_quoted_escape(in + step.used, len - step.used, out, &step.written);
        if (used == 0)
            return step;
        step.used += used;
    }
}

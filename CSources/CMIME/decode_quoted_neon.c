/* decode_quoted_neon.c - quoted-printable, 16 plain octets at once. */
#include "decode_private.h"

#ifdef MIME_DECODE_HAS_NEON

#include <arm_neon.h>

enum { BLOCK = 16 };

mime_step mime_quoted_run_neon(const uint8_t *in, size_t len, uint8_t *out)
{
    mime_step step = {0, 0};
    while (len - step.used >= BLOCK) {
        uint8x16_t octets = vld1q_u8(in + step.used);
        vst1q_u8(out + step.written, octets);
        uint8x16_t stops = vceqq_u8(octets, vdupq_n_u8('='));
        /* Four bits for each octet: NEON has no movemask. */
        uint64_t found = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(stops), 4)), 0);
        size_t plain = found ? (size_t)__builtin_ctzll(found) / 4 : BLOCK;
        step.used += plain;
        step.written += plain;
        if (!found)
            continue;
        size_t used = mime_quoted_escape(in + step.used, len - step.used, out, &step.written);
        if (used == 0)
            break;
        step.used += used;
    }
    return step;
}

#else
typedef int mime_decode_quoted_has_no_neon; /* ISO C wants a declaration in every file */
#endif

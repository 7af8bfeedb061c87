/* scan_neon.c - 16 octets an instruction, on every AArch64. The notes on the method are in scan_avx2.c. */
#include "scan_private.h"

#ifdef POP3_SCAN_HAS_NEON
#include <arm_neon.h>
#include <stdbool.h>

/* 0xff where an octet of [lf, lf + 16) is a LF with a dot behind it: 17 octets are read. */
static inline uint8x16_t lf_dots(const uint8_t *lf)
{
    return vandq_u8(vceqq_u8(vld1q_u8(lf), vdupq_n_u8('\n')), vceqq_u8(vld1q_u8(lf + 1), vdupq_n_u8('.')));
}

/* Four bits for each LF that counts (NEON has no movemask; narrowing by a shift of 4 comes nearest): with `cr`, one
 * behind a CR. */
static inline uint64_t hits(const uint8_t *lf, uint8x16_t dots, bool cr)
{
    if (cr)
        dots = vandq_u8(dots, vceqq_u8(vld1q_u8(lf - 1), vdupq_n_u8('\r')));
    return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(dots), 4)), 0);
}

static inline size_t first(uint64_t hit)
{
    return (size_t)__builtin_ctzll(hit) / 4;
}

static inline size_t find(const uint8_t *at, size_t len, bool cr)
{
    enum { STEP = 16, TURN = 64 };
    const size_t before = cr ? 1 : 0;
    size_t lf = before;
    if (len < before + STEP + 1)
        return cr ? pop3_scan_scalar_crlf_dot(at, len) : pop3_scan_scalar_lf_dot(at, len);
    const size_t last = len - STEP - 1;

    for (; lf + TURN - STEP <= last; lf += TURN) {
        uint8x16_t dots[TURN / STEP];
        for (size_t i = 0; i < TURN / STEP; i++)
            dots[i] = lf_dots(at + lf + STEP * i);
        if (vmaxvq_u8(vorrq_u8(vorrq_u8(dots[0], dots[1]), vorrq_u8(dots[2], dots[3]))) == 0)
            continue;
        for (size_t i = 0; i < TURN / STEP; i++) {
            uint64_t hit = hits(at + lf + STEP * i, dots[i], cr);
            if (hit)
                return lf - before + STEP * i + first(hit);
        }
    }
    for (; lf < len - 1; lf += STEP) {
        if (lf > last)
            lf = last;
        uint64_t hit = hits(at + lf, lf_dots(at + lf), cr);
        if (hit)
            return lf - before + first(hit);
    }
    return len;
}

size_t pop3_scan_neon_crlf_dot(const uint8_t *at, size_t len)
{
    return find(at, len, true);
}

size_t pop3_scan_neon_lf_dot(const uint8_t *at, size_t len)
{
    return find(at, len, false);
}
#endif

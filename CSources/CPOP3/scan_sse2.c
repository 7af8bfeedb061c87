/* scan_sse2.c - 16 octets an instruction, on every x86-64. The notes on the method are in scan_avx2.c. */
#include "scan_private.h"

#ifdef POP3_SCAN_HAS_X86
#include <emmintrin.h>
#include <stdbool.h>

static inline __m128i load(const uint8_t *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

/* 0xff where an octet of [lf, lf + 16) is a LF with a dot behind it: 17 octets are read. */
static inline __m128i lf_dots(const uint8_t *lf)
{
    return _mm_and_si128(_mm_cmpeq_epi8(load(lf), _mm_set1_epi8('\n')),
                         _mm_cmpeq_epi8(load(lf + 1), _mm_set1_epi8('.')));
}

/* A bit for each LF that counts: with `cr`, one behind a CR. */
static inline uint32_t hits(const uint8_t *lf, __m128i dots, bool cr)
{
    if (cr)
        dots = _mm_and_si128(dots, _mm_cmpeq_epi8(load(lf - 1), _mm_set1_epi8('\r')));
    return (uint32_t)_mm_movemask_epi8(dots);
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
        __m128i dots[TURN / STEP];
        for (int i = 0; i < TURN / STEP; i++)
            dots[i] = lf_dots(at + lf + STEP * i);
        __m128i any = _mm_or_si128(_mm_or_si128(dots[0], dots[1]), _mm_or_si128(dots[2], dots[3]));
        if (_mm_movemask_epi8(any) == 0)
            continue;
        for (int i = 0; i < TURN / STEP; i++) {
            uint32_t hit = hits(at + lf + STEP * i, dots[i], cr);
            if (hit)
                return lf - before + (size_t)(STEP * i) + (size_t)__builtin_ctz(hit);
        }
    }
    for (; lf < len - 1; lf += STEP) {
        if (lf > last)
            lf = last;
        uint32_t hit = hits(at + lf, lf_dots(at + lf), cr);
        if (hit)
            return lf - before + (size_t)__builtin_ctz(hit);
    }
    return len;
}

size_t pop3_scan_sse2_crlf_dot(const uint8_t *at, size_t len)
{
    return find(at, len, true);
}

size_t pop3_scan_sse2_lf_dot(const uint8_t *at, size_t len)
{
    return find(at, len, false);
}
#endif

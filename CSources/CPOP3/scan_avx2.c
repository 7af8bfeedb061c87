/* scan_avx2.c - 32 octets an instruction. Compiled for every x86-64, called only where the processor has AVX2. */
#include "scan_private.h"

#ifdef POP3_SCAN_HAS_X86
#include <immintrin.h>
#include <stdbool.h>

#define AVX2 __attribute__((target("avx2"))) static inline

/* 32 octets from `at`, wherever it is aligned. */
AVX2 __m256i load(const uint8_t *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

/* 0xff where an octet of [lf, lf + 32) is a LF with a dot behind it: 33 octets are read. */
AVX2 __m256i lf_dots(const uint8_t *lf)
{
    return _mm256_and_si256(_mm256_cmpeq_epi8(load(lf), _mm256_set1_epi8('\n')),
                            _mm256_cmpeq_epi8(load(lf + 1), _mm256_set1_epi8('.')));
}

/* A bit for each LF that counts: with `cr`, one behind a CR. The CRs are looked at only here, behind a hit, and for all
 * 32 octets at once, so that a mail full of LF-dots is no slower than another. */
AVX2 uint32_t hits(const uint8_t *lf, __m256i dots, bool cr)
{
    if (cr)
        dots = _mm256_and_si256(dots, _mm256_cmpeq_epi8(load(lf - 1), _mm256_set1_epi8('\r')));
    return (uint32_t)_mm256_movemask_epi8(dots);
}

/* The index of the line end before the first line-start dot, or len. `cr`: the line end is CRLF, else LF. */
AVX2 size_t find(const uint8_t *at, size_t len, bool cr)
{
    enum { STEP = 32, TURN = 128 };
    const size_t before = cr ? 1 : 0; /* octets of the line end before its LF */
    size_t lf = before;               /* the next place where the LF may be */
    if (len < before + STEP + 1)
        return cr ? pop3_scan_scalar_crlf_dot(at, len) : pop3_scan_scalar_lf_dot(at, len);
    const size_t last = len - STEP - 1; /* the last place where 33 octets may be read from */

    /* Short runs first: where lines are stuffed the dot is mostly found within two lines. */
    for (size_t i = 0; i < TURN && lf <= last; i += STEP, lf += STEP) {
        uint32_t hit = hits(at + lf, lf_dots(at + lf), cr);
        if (hit)
            return lf - before + (size_t)__builtin_ctz(hit);
    }
    for (; lf + TURN - STEP <= last; lf += TURN) {
        __m256i dots[TURN / STEP];
        for (int i = 0; i < TURN / STEP; i++)
            dots[i] = lf_dots(at + lf + STEP * i);
        __m256i any = _mm256_or_si256(_mm256_or_si256(dots[0], dots[1]), _mm256_or_si256(dots[2], dots[3]));
        if (_mm256_testz_si256(any, any))
            continue;
        for (int i = 0; i < TURN / STEP; i++) {
            uint32_t hit = hits(at + lf + STEP * i, dots[i], cr);
            if (hit)
                return lf - before + (size_t)(STEP * i) + (size_t)__builtin_ctz(hit);
        }
    }
    for (; lf < len - 1; lf += STEP) {
        if (lf > last)
            lf = last; /* the last step overlaps the one before it */
        uint32_t hit = hits(at + lf, lf_dots(at + lf), cr);
        if (hit)
            return lf - before + (size_t)__builtin_ctz(hit);
    }
    return len;
}

__attribute__((target("avx2"))) size_t pop3_scan_avx2_crlf_dot(const uint8_t *at, size_t len)
{
    return find(at, len, true);
}

__attribute__((target("avx2"))) size_t pop3_scan_avx2_lf_dot(const uint8_t *at, size_t len)
{
    return find(at, len, false);
}
#endif

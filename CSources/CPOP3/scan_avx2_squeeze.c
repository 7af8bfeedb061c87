/* scan_avx2_squeeze.c - drops stuffed dots in place, 32 octets a turn and without a branch for each line.
 *
 * A dot goes by taking the octets behind it from a second load, one octet further on. Stores never reach the octets
 * still to be read: they end where the block that was read ends, less the dots dropped so far. */
#include "scan_private.h"

#ifdef POP3_SCAN_HAS_X86
#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2"))) static inline

AVX2 __m256i load(const uint8_t *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

AVX2 uint32_t bits(__m256i octets)
{
    return (uint32_t)_mm256_movemask_epi8(octets);
}

/* The 32 octets of `here` without the one at index `dot` (32: with all), `behind` being those one octet further on. */
AVX2 __m256i without(__m256i here, __m256i behind, int dot)
{
    const __m256i index = _mm256_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
                                           22, 23, 24, 25, 26, 27, 28, 29, 30, 31);
    return _mm256_blendv_epi8(here, behind, _mm256_cmpgt_epi8(index, _mm256_set1_epi8((char)(dot - 1))));
}

/* Stores the 32 octets of `here` without those whose bit in `drop` is set, and says how many stayed. Two dropped dots
 * are four octets apart or more ("\r\n" and an octet of content lie between, or the first would end the body), so each
 * four octets lose one at most: drop it within them, then join fours to eights. */
AVX2 size_t store_short_lines(uint8_t *to, __m256i here, uint32_t drop)
{
    const __m256i bit = _mm256_set1_epi64x((long long)0x8040201008040201);
    const __m256i octet = _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
    __m256i drops = _mm256_and_si256(_mm256_shuffle_epi8(_mm256_set1_epi32((int)drop), octet), bit);
    __m256i moved = _mm256_cmpeq_epi8(drops, bit); /* 0xff at the dot, and by the two shifts at all behind it */
    moved = _mm256_or_si256(moved, _mm256_slli_epi32(moved, 8));
    moved = _mm256_or_si256(moved, _mm256_slli_epi32(moved, 16));
    __m256i fours = _mm256_blendv_epi8(here, _mm256_srli_epi32(here, 8), moved);
    __m256i lost = _mm256_and_si256(_mm256_srli_epi64(moved, 24), _mm256_set1_epi64x(8)); /* bits, by the lower four */
    __m256i upper = _mm256_sllv_epi64(_mm256_srli_epi64(fours, 32), _mm256_sub_epi64(_mm256_set1_epi64x(32), lost));
    __m256i eights = _mm256_or_si256(_mm256_and_si256(fours, _mm256_set1_epi64x(0xffffffff)), upper);
    uint64_t out[4];
    memcpy(out, &eights, sizeof out);
    size_t stored = 0;
    for (size_t i = 0; i < 4; i++, drop >>= 8) {
        memcpy(to + stored, &out[i], sizeof out[i]);
        stored += sizeof out[i] - ((drop & 0x0f) != 0) - ((drop & 0xf0) != 0);
    }
    return stored;
}

__attribute__((target("avx2"))) void pop3_scan_avx2_squeeze(uint8_t *in, size_t len, pop3_squeezed *s)
{
    enum { BLOCK = 32, NEEDED = BLOCK + 2 }; /* the dot in a block's last octet is known by the CRLF behind it */
    size_t at = s->at, end = s->end;
    if (len < NEEDED || at > len - NEEDED)
        return;
    const size_t last = len - NEEDED;
    /* Bit i: what lies before octet i of the block is a CRLF. */
    uint32_t opened = s->before == 2 ? 1 : s->before == 1 && in[at] == '\n' ? 2 : 0;
    for (; at <= last; at += BLOCK) {
        __m256i here = load(in + at), behind = load(in + at + 1);
        uint64_t line_ends = bits(_mm256_and_si256(_mm256_cmpeq_epi8(here, _mm256_set1_epi8('\r')),
                                                   _mm256_cmpeq_epi8(behind, _mm256_set1_epi8('\n'))));
        uint32_t drop = bits(_mm256_cmpeq_epi8(here, _mm256_set1_epi8('.'))) & ((uint32_t)line_ends << 2 | opened);
        line_ends |= (uint64_t)(in[at + BLOCK] == '\r' && in[at + BLOCK + 1] == '\n') << BLOCK;
        if (drop & (uint32_t)(line_ends >> 1))
            break; /* the terminator, or what looks like it */
        if (drop & (drop - 1)) {
            end += store_short_lines(in + end, here, drop);
        } else {
            int dot = __builtin_ctzll(drop | UINT64_C(1) << BLOCK);
            _mm256_storeu_si256((__m256i *)(void *)(in + end), without(here, behind, dot));
            end += BLOCK - (drop != 0);
        }
        opened = (uint32_t)line_ends >> (BLOCK - 2);
    }
    *s = (pop3_squeezed){.at = at, .end = end, .before = opened & 1 ? 2 : opened & 2 ? 1 : 0};
}
#endif

/* decode_quoted_avx2.c - quoted-printable, 64 plain octets at once. */
#include "decode_private.h"

#ifdef MIME_DECODE_HAS_AVX2

#include <immintrin.h>

enum {
    BLOCK = 64, /* two registers, because a block costs a branch guessed wrong, whatever its size */
    REACH = BLOCK + 2 + BLOCK /* octets looked at: an escape may lie over the block's end, and a block is copied from behind it */
};

__attribute__((target("avx2"))) static inline uint64_t equal(__m256i low, __m256i high, char octet)
{
    __m256i wanted = _mm256_set1_epi8(octet);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)) |
           (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)) << 32;
}

__attribute__((target("avx2"))) static inline void copy_block(const uint8_t *in, uint8_t *out)
{
    __m256i low = _mm256_loadu_si256((const void *)in);
    _mm256_storeu_si256((void *)(out + 32), _mm256_loadu_si256((const void *)(in + 32)));
    _mm256_storeu_si256((void *)out, low);
}

__attribute__((target("avx2"))) mime_step mime_quoted_run_avx2(const uint8_t *in, size_t len, uint8_t *out)
{
    mime_step step = {0, 0};
    while (len - step.used >= REACH) {
        const uint8_t *block = in + step.used;
        uint64_t stops = equal(_mm256_loadu_si256((const void *)block), _mm256_loadu_si256((const void *)(block + 32)), '=');
        size_t from = 0; /* octets of the block done */
        for (; stops; stops &= stops - 1) {
            size_t at = (size_t)__builtin_ctzll(stops);
            copy_block(block + from, out + step.written);
            step.written += at - from;
            from = at;
            size_t used = mime_quoted_escape(block + at, REACH - BLOCK, out, &step.written);
            if (used == 0) {
                step.used += at;
                return step;
            }
            from += used;
        }
        copy_block(block + from, out + step.written);
        if (from > BLOCK) {
            step.used += from;
        } else {
            step.used += BLOCK;
            step.written += BLOCK - from;
        }
    }
    return step;
}

#else
typedef int mime_decode_quoted_has_no_avx2; /* ISO C wants a declaration in every file */
#endif

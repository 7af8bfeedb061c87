/* decode_base64_avx2.c - 32 letters of base64 at once, line ends between blocks.
 *
 * A block that a line end interrupts is used as far as its groups are whole. Finding out how far takes longer than decoding,
 * and the next block waits for it; so lines of 76 letters, which nearly all are, are taken as such: three blocks of which the
 * last two overlap, and no question asked before their end. */
#include "decode_private.h"

#ifdef MIME_DECODE_HAS_AVX2

#include <immintrin.h>

enum {
    BLOCK = 32,
    LINE = 76 /* RFC 2045 section 6.8: no line is longer, and encoders fill theirs */
};

/* Which high nibbles an octet may have with which low ones. A letter has no bit in common between what its high nibble is and
 * what its low nibble refuses. */
enum {
    IS_2 = 1,     /* + / */
    IS_3 = 2,     /* 0 to 9 */
    IS_46 = 4,    /* A to O, a to o */
    IS_57 = 8,    /* P to Z, p to z */
    IS_OTHER = 16 /* nothing */
};
#define HIGH_CLASSES                                                                                                     \
    IS_OTHER, IS_OTHER, IS_2, IS_3, IS_46, IS_57, IS_46, IS_57, IS_OTHER, IS_OTHER, IS_OTHER, IS_OTHER, IS_OTHER,        \
        IS_OTHER, IS_OTHER, IS_OTHER
#define LOW_1_9 (IS_OTHER | IS_2)
#define LOW_BF (IS_OTHER | IS_3 | IS_57)
#define LOW_CDE (IS_OTHER | IS_2 | IS_3 | IS_57)
#define LOW_REFUSALS                                                                                                     \
    (IS_OTHER | IS_2 | IS_46), LOW_1_9, LOW_1_9, LOW_1_9, LOW_1_9, LOW_1_9, LOW_1_9, LOW_1_9, LOW_1_9, LOW_1_9,          \
        (IS_OTHER | IS_2 | IS_3), LOW_BF, LOW_CDE, LOW_CDE, LOW_CDE, LOW_BF
/* What to add to a letter to get its value, by high nibble. `/` would need another number than `+`: it looks one lower. */
#define TO_VALUE                                                                                                         \
    0, 63 - '/', 62 - '+', 52 - '0', 0 - 'A', 0 - 'A', 26 - 'a', 26 - 'a', 0, 0, 0, 0, 0, 0, 0, 0

/* Not zero in each octet that is no letter; the values of those that are. */
__attribute__((target("avx2"))) static inline __m256i look_up(const uint8_t *at, __m256i *values)
{
    const __m256i high_classes = _mm256_setr_epi8(HIGH_CLASSES, HIGH_CLASSES);
    const __m256i low_refusals = _mm256_setr_epi8(LOW_REFUSALS, LOW_REFUSALS);
    const __m256i to_value = _mm256_setr_epi8(TO_VALUE, TO_VALUE);
    const __m256i nibble = _mm256_set1_epi8(0x0f);
    __m256i octets = _mm256_loadu_si256((const void *)at);
    __m256i high = _mm256_and_si256(_mm256_srli_epi16(octets, 4), nibble);
    __m256i low = _mm256_and_si256(octets, nibble);
    __m256i slash = _mm256_cmpeq_epi8(octets, _mm256_set1_epi8('/'));
    *values = _mm256_add_epi8(octets, _mm256_shuffle_epi8(to_value, _mm256_add_epi8(high, slash)));
    return _mm256_and_si256(_mm256_shuffle_epi8(high_classes, high), _mm256_shuffle_epi8(low_refusals, low));
}

/* 32 values of six bits to 24 octets, in the low 24 of the result. */
__attribute__((target("avx2"))) static inline __m256i pack(__m256i values)
{
    __m256i pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi32(0x01400140)); /* first * 64 + second */
    __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00011000));     /* first * 4096 + second */
    __m256i turned = _mm256_shuffle_epi8(fours, _mm256_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1, 2,
                                                                 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
    return _mm256_permutevar8x32_epi32(turned, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7));
}

/* Letters at the front of the block. */
__attribute__((target("avx2"))) static inline unsigned letters_of(__m256i clash)
{
    uint32_t good = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(clash, _mm256_setzero_si256()));
    return good == UINT32_MAX ? BLOCK : (unsigned)__builtin_ctz(~good);
}

/* The length of the line end at `at`. */
static inline size_t line_end(const uint8_t *at, size_t len)
{
    if (len >= 2 && at[0] == '\r' && at[1] == '\n')
        return 2;
    return len >= 1 && (*at == '\n' || *at == '\r');
}

/* Whole lines of 76 letters. */
__attribute__((target("avx2"))) static mime_step lines(const uint8_t *in, size_t len, uint8_t *out)
{
    mime_step step = {0, 0};
    while (len - step.used > LINE) {
        const uint8_t *at = in + step.used;
        uint8_t *to = out + step.written;
        size_t end = line_end(at + LINE, len - step.used - LINE);
        if (end == 0)
            break;
        __m256i first, second, third;
        __m256i clash = look_up(at, &first);
        clash = _mm256_or_si256(clash, look_up(at + BLOCK, &second));
        clash = _mm256_or_si256(clash, look_up(at + LINE - BLOCK, &third));
        if (!_mm256_testz_si256(clash, clash))
            break;
        _mm256_storeu_si256((void *)to, pack(first));
        _mm256_storeu_si256((void *)(to + BLOCK / 4 * 3), pack(second));
        _mm256_storeu_si256((void *)(to + (LINE - BLOCK) / 4 * 3), pack(third));
        step.used += LINE + end;
        step.written += LINE / 4 * 3;
    }
    return step;
}

__attribute__((target("avx2"))) mime_step mime_base64_groups_avx2(const uint8_t *in, size_t len, uint8_t *out)
{
    mime_step step = lines(in, len, out);
    while (len - step.used >= BLOCK) {
        __m256i values;
        unsigned letters = letters_of(look_up(in + step.used, &values));
        _mm256_storeu_si256((void *)(out + step.written), pack(values));
        step.used += letters & ~3u;
        step.written += letters / 4 * 3;
        if (letters == BLOCK)
            continue;
        size_t end = letters & 3 ? 0 : line_end(in + step.used, len - step.used);
        if (end == 0)
            break;
        step.used += end;
        mime_step more = lines(in + step.used, len - step.used, out + step.written);
        step.used += more.used;
        step.written += more.written;
    }
    return step;
}

#else
typedef int mime_decode_has_no_avx2; /* ISO C wants a declaration in every file */
#endif

/* scan_avx512_squeeze.c - drops stuffed dots in place, 64 octets a turn: since Ice Lake and Zen 4 one instruction moves
 * the octets that stay together. Stores never reach the octets still to be read: they end where the block that was read
 * ends, less the dots dropped so far. */
#include "scan_private.h"

#ifdef POP3_SCAN_HAS_X86
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi2")))

AVX512 static inline uint64_t equal(__m512i octets, char octet)
{
    return _mm512_cmpeq_epi8_mask(octets, _mm512_set1_epi8(octet));
}

AVX512 void pop3_scan_avx512_squeeze(uint8_t *in, size_t len, pop3_squeezed *s)
{
    enum { BLOCK = 64, NEEDED = BLOCK + 2 }; /* the dot in a block's last octet is known by the CRLF behind it */
    size_t at = s->at, end = s->end;
    if (len < NEEDED || at > len - NEEDED)
        return;
    const size_t last = len - NEEDED;
    /* Bit i: what lies before octet i of the block is a CRLF. */
    uint64_t opened = s->before == 2 ? 1 : s->before == 1 && in[at] == '\n' ? 2 : 0;
    for (; at <= last; at += BLOCK) {
        __m512i here = _mm512_loadu_si512(in + at);
        uint64_t cr = equal(here, '\r'), lf = equal(here, '\n');
        uint64_t line_ends = cr & (lf >> 1 | (uint64_t)(in[at + BLOCK] == '\n') << (BLOCK - 1));
        uint64_t drop = equal(here, '.') & (line_ends << 2 | opened);
        uint64_t next = in[at + BLOCK] == '\r' && in[at + BLOCK + 1] == '\n';
        if (drop & (line_ends >> 1 | next << (BLOCK - 1)))
            break; /* the terminator, or what looks like it */
        _mm512_storeu_si512(in + end, _mm512_maskz_compress_epi8(~drop, here));
        end += BLOCK - (size_t)__builtin_popcountll(drop);
        opened = line_ends >> (BLOCK - 2);
    }
    *s = (pop3_squeezed){.at = at, .end = end, .before = opened & 1 ? 2 : opened & 2 ? 1 : 0};
}
#endif

/* scan.c - which way to scan this processor gets, and the count of lines. */
#include "pop3_scan.h"

#include "scan_private.h"

static const pop3_scan scalar = {
    .crlf_dot = pop3_scan_scalar_crlf_dot, .lf_dot = pop3_scan_scalar_lf_dot, .name = "scalar"};
#ifdef POP3_SCAN_HAS_X86
static const pop3_scan sse2 = {
    .crlf_dot = pop3_scan_sse2_crlf_dot, .lf_dot = pop3_scan_sse2_lf_dot, .name = "sse2"};
static const pop3_scan avx2 = {.crlf_dot = pop3_scan_avx2_crlf_dot,
                               .lf_dot = pop3_scan_avx2_lf_dot,
                               .squeeze = pop3_scan_avx2_squeeze,
                               .name = "avx2"};
static const pop3_scan avx512 = {.crlf_dot = pop3_scan_avx2_crlf_dot,
                                 .lf_dot = pop3_scan_avx2_lf_dot,
                                 .squeeze = pop3_scan_avx512_squeeze,
                                 .name = "avx512"};
#endif
#ifdef POP3_SCAN_HAS_NEON
static const pop3_scan neon = {
    .crlf_dot = pop3_scan_neon_crlf_dot, .lf_dot = pop3_scan_neon_lf_dot, .name = "neon"};
#endif

const pop3_scan *pop3_scan_at(pop3_scan_level level)
{
    switch (level) {
    case POP3_SCAN_SCALAR:
        return &scalar;
#ifdef POP3_SCAN_HAS_X86
    case POP3_SCAN_SSE2: /* every x86-64 has it */
        return &sse2;
    case POP3_SCAN_AVX2: /* asked at start-up by the compiler's runtime, of the processor and of the system */
        return __builtin_cpu_supports("avx2") ? &avx2 : NULL;
    case POP3_SCAN_AVX512:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("avx512bw")
                       && __builtin_cpu_supports("avx512vbmi2")
                   ? &avx512
                   : NULL;
#endif
#ifdef POP3_SCAN_HAS_NEON
    case POP3_SCAN_NEON: /* every AArch64 has it */
        return &neon;
#endif
    default:
        return NULL;
    }
}

const pop3_scan *pop3_scan_best(void)
{
    static const pop3_scan_level fastest_first[] = {POP3_SCAN_AVX512, POP3_SCAN_AVX2, POP3_SCAN_NEON, POP3_SCAN_SSE2};
    for (size_t i = 0; i < sizeof fastest_first / sizeof *fastest_first; i++) {
        const pop3_scan *found = pop3_scan_at(fastest_first[i]);
        if (found)
            return found;
    }
    return &scalar;
}

size_t pop3_scan_count_lf(const uint8_t *at, size_t len)
{
    enum { TURN = 128 }; /* below 256, so that the count of a turn fits an octet and the compiler counts 16 or 32 at once */
    size_t lines = 0;
    while (len >= TURN) {
        uint8_t found = 0;
        for (size_t i = 0; i < TURN; i++)
            found = (uint8_t)(found + (at[i] == '\n'));
        lines += found;
        at += TURN;
        len -= TURN;
    }
    for (size_t i = 0; i < len; i++)
        lines += at[i] == '\n';
    return lines;
}

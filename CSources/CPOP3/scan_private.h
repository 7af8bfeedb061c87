/* scan_private.h - the searches of each level, for scan.c to choose from. */
#ifndef POP3_SCAN_PRIVATE_H
#define POP3_SCAN_PRIVATE_H

#include "pop3_scan.h"

/* Which levels this build holds. The file of a level that is missing compiles to nothing. */
#if defined(__x86_64__)
#define POP3_SCAN_HAS_X86 1
#endif
#if defined(__aarch64__) && defined(__ARM_NEON) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define POP3_SCAN_HAS_NEON 1
#endif

size_t pop3_scan_scalar_crlf_dot(const uint8_t *_Nullable at, size_t len);
size_t pop3_scan_scalar_lf_dot(const uint8_t *_Nullable at, size_t len);

#ifdef POP3_SCAN_HAS_X86
size_t pop3_scan_sse2_crlf_dot(const uint8_t *_Nullable at, size_t len);
size_t pop3_scan_sse2_lf_dot(const uint8_t *_Nullable at, size_t len);
size_t pop3_scan_avx2_crlf_dot(const uint8_t *_Nullable at, size_t len);
size_t pop3_scan_avx2_lf_dot(const uint8_t *_Nullable at, size_t len);
void pop3_scan_avx2_squeeze(uint8_t *_Nonnull in, size_t len, pop3_squeezed *_Nonnull s);
void pop3_scan_avx512_squeeze(uint8_t *_Nonnull in, size_t len, pop3_squeezed *_Nonnull s);
#endif

#ifdef POP3_SCAN_HAS_NEON
size_t pop3_scan_neon_crlf_dot(const uint8_t *_Nullable at, size_t len);
size_t pop3_scan_neon_lf_dot(const uint8_t *_Nullable at, size_t len);
#endif

#endif

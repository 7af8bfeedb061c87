/* pop3_scan.h - finds the octets of a multi-line body that matter. Pure functions over borrowed octets.
 *
 * In a body nothing but a dot at the start of a line has a meaning (RFC 1939 section 3), so nothing but the
 * line end with a dot behind it is looked for; everything between two of them is one slice. */
#ifndef POP3_SCAN_H
#define POP3_SCAN_H

#include <stddef.h>
#include <stdint.h>

#if !defined(__clang__) && !defined(_Nonnull)
#define _Nonnull  /* clang's word, which Swift reads; other compilers do not know it */
#define _Nullable
#define _Null_unspecified
#endif

/* The ways to scan. A level that the build or the processor lacks is never chosen. */
typedef enum pop3_scan_level {
    POP3_SCAN_SCALAR = 0,
    POP3_SCAN_SSE2 = 1,
    POP3_SCAN_AVX2 = 2,
    POP3_SCAN_NEON = 3
} pop3_scan_level;

/* The index of the first octet of the first "\r\n." in [at, at+len), or len where there is none.
 * A match lies wholly inside; no octet outside [at, at+len) is read. */
typedef size_t (*pop3_scan_fn)(const uint8_t *_Nullable at, size_t len);

/* The two searches of one level: "\r\n." and, for servers whose line end is a bare LF, "\n.". */
typedef struct pop3_scan {
    pop3_scan_fn _Nonnull crlf_dot;
    pop3_scan_fn _Nonnull lf_dot;
    const char *_Nonnull name;      /* "avx2" ... */
} pop3_scan;

/* The fastest level this processor has. Decided once, thread safe. */
const pop3_scan *_Nonnull pop3_scan_best(void);

/* One level by name, for the test that compares them all; NULL where it is not to be had here. */
const pop3_scan *_Nullable pop3_scan_at(pop3_scan_level level);

/* The number of LF octets in [at, at+len): the lines of a body, for the transcript. */
size_t pop3_scan_count_lf(const uint8_t *_Nullable at, size_t len);

#endif

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
    POP3_SCAN_NEON = 3,
    POP3_SCAN_AVX512 = 4 /* searches as AVX2 does, which is as fast as memory; squeezes in fewer steps */
} pop3_scan_level;

/* The index of the first octet of the first "\r\n." in [at, at+len), or len where there is none.
 * A match lies wholly inside; no octet outside [at, at+len) is read. */
typedef size_t (*pop3_scan_fn)(const uint8_t *_Nullable at, size_t len);

enum { POP3_SQUEEZE_TAIL = 66 }; /* octets a squeeze may leave: those of one turn and of the CRLF behind it */

/* Where a squeeze stands. */
typedef struct pop3_squeezed {
    size_t at;          /* the next octet to look at */
    size_t end;         /* where the next octet that stays is put; never above `at` */
    uint8_t before;     /* how much of a line end lies directly before `at`: 0, 1 (CR) or 2 (CRLF) */
} pop3_squeezed;

/* Moves octets from `at` down to `end` and drops the dots that follow CRLF, for bodies in which they stand close
 * together: many lines in one go, where a search and a memmove for each would cost more than the octets. Goes on
 * until fewer than POP3_SQUEEZE_TAIL octets of [in, in + len) are left or the terminator is near; perhaps not at all.
 * No octet from the new `at` on is changed. */
typedef void (*pop3_squeeze_fn)(uint8_t *_Nonnull in, size_t len, pop3_squeezed *_Nonnull s);

/* What one level can do: find "\r\n." and, for servers whose line end is a bare LF, "\n."; and squeeze. */
typedef struct pop3_scan {
    pop3_scan_fn _Nonnull crlf_dot;
    pop3_scan_fn _Nonnull lf_dot;
    pop3_squeeze_fn _Nullable squeeze; /* NULL: this level has none, searching and moving do the same */
    const char *_Nonnull name;      /* "avx2" ... */
} pop3_scan;

/* The fastest level this processor has. Decided once, thread safe. */
const pop3_scan *_Nonnull pop3_scan_best(void);

/* One level by name, for the test that compares them all; NULL where it is not to be had here. */
const pop3_scan *_Nullable pop3_scan_at(pop3_scan_level level);

/* The number of LF octets in [at, at+len): the lines of a body, for the transcript. */
size_t pop3_scan_count_lf(const uint8_t *_Nullable at, size_t len);

#endif

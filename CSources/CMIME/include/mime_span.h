/* mime_span.h - borrowed octets. Every span of this module lies inside a buffer of the caller's. */
#ifndef MIME_SPAN_H
#define MIME_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if !defined(__clang__) && !defined(_Nonnull)
#define _Nonnull  /* clang's word, which Swift reads; other compilers do not know it */
#define _Nullable
#endif

/* `at` may be NULL only when `len` is 0; then the span is one of nothing ("no such field"). A span of no octets with `at` not
 * NULL is one that is there and empty. */
typedef struct mime_span {
    const uint8_t *_Nullable at;
    size_t len;
} mime_span;

#endif

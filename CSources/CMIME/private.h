/* private.h - small questions about octets that the files of this module share. */
#ifndef MIME_PRIVATE_H
#define MIME_PRIVATE_H

#include <string.h>

#include "mime_span.h"

static inline mime_span mime_between(const uint8_t *from, const uint8_t *to)
{
    return (mime_span){from, (size_t)(to - from)};
}

static inline uint8_t mime_lower(uint8_t octet)
{
    return octet >= 'A' && octet <= 'Z' ? (uint8_t)(octet | 0x20) : octet;
}

static inline bool mime_is_blank(uint8_t octet)
{
    return octet == ' ' || octet == '\t';
}

/* White space of headers: blanks and the octets of folds. */
static inline bool mime_is_space(uint8_t octet)
{
    return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
}

static inline int mime_hex(uint8_t octet)
{
    if (octet >= '0' && octet <= '9')
        return octet - '0';
    octet = mime_lower(octet);
    return octet >= 'a' && octet <= 'f' ? octet - 'a' + 10 : -1;
}

/* Whether the octets are the literal, in any case; the literal is in lower case. */
static inline bool mime_is(mime_span span, const char *literal)
{
    size_t i = 0;
    while (i < span.len && literal[i] && mime_lower(span.at[i]) == (uint8_t)literal[i])
        i++;
    return i == span.len && !literal[i];
}

static inline mime_span mime_trim(mime_span span)
{
    while (span.len && mime_is_space(span.at[0]))
        span.at++, span.len--;
    while (span.len && mime_is_space(span.at[span.len - 1]))
        span.len--;
    return span;
}

/* The first such octet, or the end. */
static inline const uint8_t *mime_find(const uint8_t *at, const uint8_t *end, uint8_t octet)
{
    const uint8_t *found = at < end ? memchr(at, octet, (size_t)(end - at)) : NULL;
    return found ? found : end;
}

#endif

/* tnef_private.h - MAPI properties as TNEF stores them (MS-OXTNEF section 2.1.3.4). */
#ifndef MIME_TNEF_PRIVATE_H
#define MIME_TNEF_PRIVATE_H

#include "mime_span.h"

/* Property types (MS-OXCDATA section 2.11.1): those whose values are read here. */
enum {
    MIME_MAPI_INTEGER32 = 0x0003,
    MIME_MAPI_OBJECT = 0x000d,
    MIME_MAPI_STRING8 = 0x001e,
    MIME_MAPI_UNICODE = 0x001f,
    MIME_MAPI_BINARY = 0x0102
};

/* A walk over the properties of one attribute. */
typedef struct mime_mapi {
    mime_span rest;
    uint32_t left;    /* properties that are said to follow */
} mime_mapi;

typedef struct mime_mapi_property {
    uint16_t id;      /* 0 for a named one: none of them is wanted here */
    uint16_t type;
    mime_span value;  /* the first, where there are several; without padding */
} mime_mapi_property;

void mime_mapi_begin(mime_mapi *_Nonnull walk, mime_span attribute);
/* Returns false at the end, or where a length or a type leaves it unknown where the next one begins. */
bool mime_mapi_next(mime_mapi *_Nonnull walk, mime_mapi_property *_Nonnull out);

/* The value of the first property `id`; false where there is none. */
bool mime_mapi_find(mime_span attribute, uint16_t id, mime_mapi_property *_Nonnull out);

/* Takes octets from the front. False, and nothing is taken, where there are fewer. */
static inline bool mime_tnef_take(mime_span *_Nonnull rest, uint64_t len, mime_span *_Nonnull out)
{
    if (rest->len < len)
        return false;
    *out = (mime_span){rest->at, (size_t)len};
    rest->at += len;
    rest->len -= (size_t)len;
    return true;
}

static inline uint32_t mime_tnef_u16(const uint8_t *_Nonnull at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static inline uint32_t mime_tnef_u32(const uint8_t *_Nonnull at)
{
    return mime_tnef_u16(at) | mime_tnef_u16(at + 2) << 16;
}

static inline bool mime_tnef_take_u32(mime_span *_Nonnull rest, uint32_t *_Nonnull out)
{
    mime_span octets;
    if (!mime_tnef_take(rest, 4, &octets))
        return false;
    *out = mime_tnef_u32(octets.at);
    return true;
}

#endif

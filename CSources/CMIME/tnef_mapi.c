/* tnef_mapi.c - one MAPI property after the other. */
#include "tnef_private.h"

enum {
    SEVERAL = 0x1000,     /* the type's flag: any number of values */
    NAMED = 0x8000,       /* ids from here on have a name behind them */
    GUID_OCTETS = 16,
    PADDING = 4,          /* everything begins at a multiple of this */
    SIZE_VARIES = -1,
    SIZE_UNKNOWN = -2
};

static int size_of(uint16_t type)
{
    switch (type) {
    case 0x0001: /* null */
        return 0;
    case 0x0002: /* 16 bits */
    case 0x000b: /* boolean */
        return 2;
    case MIME_MAPI_INTEGER32:
    case 0x0004: /* float */
    case 0x000a: /* error */
        return 4;
    case 0x0005: /* double */
    case 0x0006: /* currency */
    case 0x0007: /* time, OLE's */
    case 0x0014: /* 64 bits */
    case 0x0040: /* time */
        return 8;
    case 0x0048:
        return GUID_OCTETS;
    case MIME_MAPI_OBJECT:
    case MIME_MAPI_STRING8:
    case MIME_MAPI_UNICODE:
    case MIME_MAPI_BINARY:
        return SIZE_VARIES;
    default:
        return SIZE_UNKNOWN;
    }
}

static uint64_t padded(uint64_t len)
{
    return (len + PADDING - 1) / PADDING * PADDING;
}

/* A value and its padding, which may be missing at the very end. */
static bool take_padded(mime_span *rest, uint64_t len, mime_span *out)
{
    uint64_t all = padded(len);
    mime_span taken;
    if (rest->len < len || !mime_tnef_take(rest, all < rest->len ? all : rest->len, &taken))
        return false;
    *out = (mime_span){taken.at, (size_t)len};
    return true;
}

/* Behind the GUID of a named property: a number, or a name in UTF-16. */
static bool skip_name(mime_span *rest)
{
    mime_span ignored;
    uint32_t is_string, number;
    if (!mime_tnef_take(rest, GUID_OCTETS, &ignored) || !mime_tnef_take_u32(rest, &is_string) ||
        !mime_tnef_take_u32(rest, &number))
        return false;
    return is_string == 0 || take_padded(rest, number, &ignored);
}

static bool take_values(mime_span *rest, int size, uint32_t count, mime_span *first)
{
    *first = (mime_span){NULL, 0};
    if (size != SIZE_VARIES) {
        mime_span all;
        if (!mime_tnef_take(rest, padded((uint64_t)size) * count, &all))
            return false;
        if (count > 0)
            *first = (mime_span){all.at, (size_t)size};
        return true;
    }
    /* Each has four octets at least, so a false count ends with the octets. */
    for (uint32_t i = 0; i < count; i++) {
        uint32_t len;
        mime_span value;
        if (!mime_tnef_take_u32(rest, &len) || !take_padded(rest, len, &value))
            return false;
        if (i == 0)
            *first = value;
    }
    return true;
}

void mime_mapi_begin(mime_mapi *walk, mime_span attribute)
{
    walk->rest = attribute;
    if (!mime_tnef_take_u32(&walk->rest, &walk->left))
        walk->left = 0;
}

bool mime_mapi_next(mime_mapi *walk, mime_mapi_property *out)
{
    uint32_t tag, count = 1;
    if (walk->left == 0 || !mime_tnef_take_u32(&walk->rest, &tag))
        return false;
    walk->left--;
    out->type = (uint16_t)tag;
    out->id = (uint16_t)(tag >> 16);
    if (out->id >= NAMED) {
        out->id = 0;
        if (!skip_name(&walk->rest))
            return false;
    }
    bool is_several = out->type & SEVERAL;
    out->type &= (uint16_t)~SEVERAL;
    int size = size_of(out->type);
    if (size == SIZE_UNKNOWN)
        return false;
    /* What varies in size says how many values there are even where that is always one. */
    if ((is_several || size == SIZE_VARIES) && !mime_tnef_take_u32(&walk->rest, &count))
        return false;
    return take_values(&walk->rest, size, count, &out->value);
}

bool mime_mapi_find(mime_span attribute, uint16_t id, mime_mapi_property *out)
{
    mime_mapi walk;
    mime_mapi_begin(&walk, attribute);
    while (mime_mapi_next(&walk, out))
        if (out->id == id)
            return true;
    return false;
}

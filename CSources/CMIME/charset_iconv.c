/* charset_iconv.c - East Asian charsets by the system's iconv. */
#include "charset_private.h"

#include <errno.h>
#include <iconv.h>

enum {
    ROOM_LEAST = 64,  /* octets of room with which iconv is called: more than it writes for one character */
    ROOM_BATCH = 8192 /* and the most: so much is made at once */
};

#define NOT_OPEN ((iconv_t) - 1)

static iconv_t open_one(const char *const *names)
{
    iconv_t opened = NOT_OPEN;
    for (size_t i = 0; i < MIME_ICONV_NAMES && names[i] && opened == NOT_OPEN; i++)
        opened = iconv_open("UTF-8", names[i]);
    return opened;
}

/* How many octets at `at` are to be given up. In a seven-bit charset with shifts printable octets are wrong only as the first of a
 * pair, and one octet less would misread every pair behind it. */
static size_t bad_octets(const char *at, size_t len, bool has_shifts)
{
    bool is_pair = has_shifts && len >= 2 && at[0] > ' ' && at[0] < 0x7f && at[1] > ' ' && at[1] < 0x7f;
    return is_pair ? 2 : 1;
}

/* Calls iconv once with room behind out->len. from NULL: lets it write what it holds back. False at the end of the room. */
static bool call(iconv_t converter, char **from, size_t *left, mime_text *out, int *error_out)
{
    size_t most = out->most - out->len, wanted = from ? *left : 0;
    size_t room = wanted < ROOM_LEAST ? ROOM_LEAST : wanted > ROOM_BATCH ? ROOM_BATCH : wanted;
    if (room > most) room = most;
    uint8_t *begin = mime_text_reserve(out, room);
    if (!begin) return false;
    char *to = (char *)begin;
    size_t fit = room;
    *error_out = iconv(converter, from, left, &to, &fit) == (size_t)-1 ? errno : 0;
    out->len += room - fit;
    if (*error_out == E2BIG && room == most) { /* no room that could be had would do */
        out->is_cut = true;
        return false;
    }
    return true;
}

unsigned mime_iconv_convert(const char *const *names, bool has_shifts, mime_span octets, mime_text *out)
{
    iconv_t converter = open_one(names);
    if (converter == NOT_OPEN) return MIME_CHARSET_NO_CONVERTER;

    unsigned flags = 0;
    char *from = (char *)(uintptr_t)octets.at; /* iconv's type says that it writes there; it does not */
    size_t left = octets.len;
    int error = 0;
    while (left > 0 && !out->is_cut && call(converter, &from, &left, out, &error)) {
        if (error == 0 || error == E2BIG) continue;
        size_t bad = error == EINVAL ? left : bad_octets(from, left, has_shifts); /* EINVAL: the end cuts a character */
        if (bad > left) bad = left; /* glibc refuses a last SO of ISO-2022-CN and has yet taken it */
        mime_text_add_scalar(out, 0xfffd);
        flags |= MIME_CHARSET_REPLACED;
        from += bad;
        left -= bad;
    }
    if (!out->is_cut) (void)call(converter, NULL, &left, out, &error);
    iconv_close(converter);
    return flags;
}

/* text.c - octets that grow. */
#include "mime_text.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 256 }; /* what the first octet allocates: a header value or a file name fits */

void mime_text_begin(mime_text *text, size_t most)
{
    *text = (mime_text){.most = most};
}

void mime_text_clear(mime_text *text)
{
    text->len = 0;
    text->is_cut = false;
}

void mime_text_free(mime_text *text)
{
    free(text->at);
    *text = (mime_text){.most = text->most};
}

/* Makes room for `want` octets in all, which is not above `most`. */
static bool grow(mime_text *text, size_t want)
{
    size_t room = text->room > text->most / 2 ? text->most : text->room * 2; /* twice as much, so that growing costs little */
    if (room < FIRST_ROOM && text->most >= FIRST_ROOM) room = FIRST_ROOM;
    if (room < want) room = want;
    if (room == 0) room = 1; /* realloc of nothing may answer NULL */

    uint8_t *at = realloc(text->at, room);
    if (!at && room > want && want > 0) {
        room = want;
        at = realloc(text->at, room);
    }
    if (!at) return false;
    text->at = at;
    text->room = room;
    return true;
}

uint8_t *mime_text_reserve(mime_text *text, size_t more)
{
    bool fits = more <= text->most - text->len;
    bool is_there = fits && text->at && more <= text->room - text->len;
    if (!is_there && !(fits && grow(text, text->len + more))) {
        text->is_cut = true;
        return NULL;
    }
    return text->at + text->len;
}

void mime_text_add(mime_text *text, const void *at, size_t len)
{
    if (len == 0) return;
    size_t left = text->most - text->len;
    size_t fit = len < left ? len : left;
    uint8_t *to = mime_text_reserve(text, fit);
    if (!to) { /* memory is out: what is there already can be filled */
        fit = text->room - text->len < fit ? text->room - text->len : fit;
        to = text->at ? text->at + text->len : NULL;
    }
    if (fit < len) text->is_cut = true;
    if (!to || fit == 0) return;
    memcpy(to, at, fit);
    text->len += fit;
}

void mime_text_add_octet(mime_text *text, uint8_t octet)
{
    uint8_t *to = mime_text_reserve(text, 1);
    if (!to) return;
    *to = octet;
    text->len++;
}

void mime_text_add_scalar(mime_text *text, uint32_t scalar)
{
    if (scalar > 0x10ffff || (scalar >= 0xd800 && scalar <= 0xdfff)) scalar = 0xfffd;

    size_t len = scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4;
    uint8_t *to = mime_text_reserve(text, len);
    if (!to) return;
    static const uint8_t lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = len - 1; i > 0; i--) {
        to[i] = (uint8_t)(0x80 | (scalar & 0x3f));
        scalar >>= 6;
    }
    to[0] = (uint8_t)(lead[len] | scalar);
    text->len += len;
}

/* flowed.c - format=flowed (RFC 3676): lines that the sender broke at a blank made whole. */
#include "mime_flowed.h"

#include <string.h>

#include "utf8_private.h"

typedef struct line {
    size_t depth;      /* how often it is quoted */
    mime_span content; /* behind its marks and its stuffed blank, without its end */
    bool has_end;
    bool is_signature; /* "-- ": its blank is no soft break (section 4.3) */
    bool is_flowed;    /* the next one goes on with it (section 4.1) */
} line;

/* Reads the line that `text` begins with; answers its length, its end included. */
static size_t read_line(mime_span text, line *out)
{
    const uint8_t *end = memchr(text.at, '\n', text.len);
    size_t len = end ? (size_t)(end - text.at) : text.len, used = end ? len + 1 : len, begin = 0;
    if (len > 0 && text.at[len - 1] == '\r') len--;
    while (begin < len && text.at[begin] == '>')
        begin++;
    *out = (line){.depth = begin, .has_end = end != NULL};
    if (begin < len && text.at[begin] == ' ') begin++; /* stuffed (section 4.4) */
    out->content = (mime_span){text.at + begin, len - begin};
    out->is_signature = out->content.len == 3 && memcmp(out->content.at, "-- ", 3) == 0;
    out->is_flowed = !out->is_signature && len > begin && text.at[len - 1] == ' ';
    return used;
}

static void add_marks(mime_text *out, const line *now)
{
    for (size_t i = 0; i < now->depth && !out->is_cut; i++) {
        bool is_last_of_empty = i + 1 == now->depth && now->content.len == 0;
        mime_utf8_add(out, (mime_span){(const uint8_t *)"> ", is_last_of_empty ? 1 : 2});
    }
}

void mime_flowed_text(mime_span text, bool deletes_space, mime_text *out)
{
    line before = {.depth = 0};
    while (text.len > 0 && !out->is_cut) {
        line now;
        size_t used = read_line(text, &now);
        /* A paragraph ends where the depth changes, whatever its last line says (section 4.5), and before a signature. */
        bool goes_on = before.is_flowed && before.depth == now.depth && !now.is_signature;
        if (before.is_flowed && !goes_on) mime_text_add_octet(out, '\n');
        if (!goes_on) add_marks(out, &now);
        if (now.is_flowed && deletes_space) now.content.len--;
        mime_utf8_add(out, now.content);
        if (!now.is_flowed && now.has_end && !out->is_cut) mime_text_add_octet(out, '\n');
        text = (mime_span){text.at + used, text.len - used};
        before = now;
    }
    if (before.is_flowed && before.has_end && !out->is_cut) mime_text_add_octet(out, '\n');
}

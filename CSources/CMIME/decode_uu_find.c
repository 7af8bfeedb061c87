/* decode_uu_find.c - uuencoded files within text. Prose may have lines that begin with "begin ": what counts is what follows. */
#include <string.h>

#include "decode_uu_private.h"
#include "mime_decode.h"

enum { EXCESS_MAX = 2 }; /* some encoders put a check letter, or two, behind the letters of a line */

/* The line at `at`, without its LF. next_out: where the line behind it begins. */
static mime_span line_at(mime_span text, size_t at, size_t *next_out)
{
    const uint8_t *end = memchr(text.at + at, '\n', text.len - at);
    size_t len = end ? (size_t)(end - (text.at + at)) : text.len - at;
    *next_out = at + len + (end != NULL);
    return (mime_span){text.at + at, len};
}

/* Follows the lines behind a begin. Returns where the file is over; 0 where it is none. A line that can be none of a file ends
 * the attempt, and every begin is such a line: so all attempts together look at no line more than twice. */
static size_t end_of_file(mime_span text, size_t at)
{
    bool all_whole = true, has_octets = false, is_over = false;
    while (at < text.len) {
        size_t next;
        mime_uu_line line = mime_uu_look(line_at(text, at, &next));
        switch (line.kind) {
        case MIME_UU_END:
            return next;
        case MIME_UU_NONE:
            is_over = true; /* but for more of them */
            break;
        case MIME_UU_DATA:
            if (is_over || line.excess > EXCESS_MAX)
                return 0;
            all_whole = all_whole && line.letters == mime_uu_letters(line.count);
            has_octets = true;
            break;
        default:
            return 0;
        }
        at = next;
    }
    /* The text was cut off. No line may then be in doubt. */
    return has_octets && all_whole ? text.len : 0;
}

bool mime_uu_find(mime_span text, mime_span *whole_out, mime_span *name_out)
{
    for (size_t at = 0, next; at < text.len; at = next) {
        mime_uu_line line = mime_uu_look(line_at(text, at, &next));
        if (line.kind != MIME_UU_BEGIN)
            continue;
        size_t end = end_of_file(text, next);
        if (end == 0)
            continue;
        *whole_out = (mime_span){text.at + at, end - at};
        *name_out = line.name;
        return true;
    }
    return false;
}

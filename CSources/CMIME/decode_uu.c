/* decode_uu.c - uuencode, line by line, cut anywhere. */
#include <string.h>

#include "decode_private.h"
#include "decode_uu_private.h"

enum {
    OUTSIDE = 0,
    INSIDE = 1,
    LINE_MAX = sizeof((mime_decoder *)0)->pending, /* a line of data has 86; what a longer line has beyond this says nothing */
    /* Missing letters, those of blanks some transport took away, become zeros; but no more octets come out than the line has,
     * its length and its LF included, so that the promise about the room in `out` holds. */
    BESIDE_LETTERS = 2
};

/* One line without its LF. has_end: an LF ended it, and not the input. */
static size_t take_line(mime_decoder *decoder, mime_span line, bool has_end, uint8_t *out)
{
    mime_uu_line found = mime_uu_look(line);
    if (found.kind == MIME_UU_BEGIN)
        decoder->state = INSIDE;
    if (found.kind == MIME_UU_END)
        decoder->state = OUTSIDE;
    if (found.kind != MIME_UU_DATA || decoder->state != INSIDE)
        return 0;
    size_t most = has_end ? found.letters + BESIDE_LETTERS : found.letters * 3 / 4;
    size_t count = found.count < most ? found.count : most;
    mime_uu_octets(line.at + 1, found.letters, count, out);
    return count;
}

/* Puts as much of `part` behind the line so far as has room. */
static void keep(mime_decoder *decoder, const uint8_t *part, size_t len)
{
    size_t room = LINE_MAX - decoder->pending_len;
    size_t kept = len < room ? len : room;
    memcpy(decoder->pending + decoder->pending_len, part, kept);
    decoder->pending_len += (uint32_t)kept;
}

static size_t take_pending(mime_decoder *decoder, bool has_end, uint8_t *out)
{
    size_t written = take_line(decoder, (mime_span){decoder->pending, decoder->pending_len}, has_end, out);
    decoder->pending_len = 0;
    return written;
}

size_t mime_uu_decode(mime_decoder *decoder, mime_span in, uint8_t *out)
{
    size_t used = 0, written = 0;
    while (used < in.len) {
        const uint8_t *at = in.at + used;
        const uint8_t *end = memchr(at, '\n', in.len - used);
        size_t len = end ? (size_t)(end - at) : in.len - used;
        if (!end || decoder->pending_len > 0) {
            keep(decoder, at, len);
            if (end)
                written += take_pending(decoder, true, out + written);
        } else {
            mime_span line = {at, len < LINE_MAX ? len : LINE_MAX};
            written += take_line(decoder, line, true, out + written);
        }
        used += len + (end != NULL);
    }
    return written;
}

size_t mime_uu_end(mime_decoder *decoder, uint8_t *out)
{
    return take_pending(decoder, false, out);
}

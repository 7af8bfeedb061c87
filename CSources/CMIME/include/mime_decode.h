/* mime_decode.h - transfer encodings to octets (RFC 2045 section 6, uuencode). Streaming: any cut of the input gives the same
 * output. Never fails: what is broken keeps what decodes. */
#ifndef MIME_DECODE_H
#define MIME_DECODE_H

#include "mime_span.h"

typedef enum mime_encoding {
    MIME_ENCODING_NONE = 0,   /* 7bit, 8bit, binary, missing, unknown: octets as they are */
    MIME_ENCODING_BASE64 = 1,
    MIME_ENCODING_QUOTED = 2, /* quoted-printable */
    MIME_ENCODING_UU = 3      /* uuencode, x-uuencode, x-uue: from "begin" through "end" */
} mime_encoding;

/* The encoding a Content-Transfer-Encoding field names: any case, white space, a comment or a parameter behind it. */
mime_encoding mime_encoding_named(mime_span value);

/* Members are the decoder's own. A value: copied, thrown away, on the stack. */
typedef struct mime_decoder {
    mime_encoding encoding;
    uint32_t bits;
    uint32_t held;
    uint32_t state;
    uint32_t pending_len;
    uint8_t pending[128];
} mime_decoder;

void mime_decode_begin(mime_decoder *_Nonnull decoder, mime_encoding encoding);

enum { MIME_DECODE_SLACK = 160 };

/* Decodes the next octets. out: room for in.len + MIME_DECODE_SLACK octets, not overlapping `in`. Returns the octets written.
 * base64 (RFC 2045 section 6.8): octets outside the alphabet are passed over; padding ends a group and the next begins.
 * quoted-printable (section 6.7): soft line breaks go, `=` that begins nothing stays as it is, and so does white space at the end of a line,
 *   which rule 3 would drop: it is the sender's nowadays ("-- ", flowed lines), not a transport's.
 * uuencode: lines outside begin ... end are passed over; a second begin follows on. */
size_t mime_decode(mime_decoder *_Nonnull decoder, mime_span in, uint8_t *_Nonnull out);
/* The end of the input. out: room for MIME_DECODE_SLACK octets. Returns the octets written. */
size_t mime_decode_end(mime_decoder *_Nonnull decoder, uint8_t *_Nonnull out);

/* The first uuencoded file in a text: "begin 644 name" on a line of its own, lines that can be uuencode's, "end".
 * Returns false where there is none. whole_out: from the `b` of begin through the line end behind end; name_out: as written. */
bool mime_uu_find(mime_span text, mime_span *_Nonnull whole_out, mime_span *_Nonnull name_out);

#endif

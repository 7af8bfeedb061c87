/* mime_header.h - the fields of a header block, where they lie. Nothing is allocated and nothing is copied. */
#ifndef MIME_HEADER_H
#define MIME_HEADER_H

#include "mime_span.h"
#include "mime_text.h"

/* One field. Both spans lie in the block. */
typedef struct mime_field {
    mime_span name;    /* as written, blanks before the colon left out */
    mime_span value;   /* all behind the colon up to the line end of its last line: blanks and folds included */
} mime_field;

/* Divides a message: a byte order mark, blank lines and a "From " or ">From " line before the header are passed over (RFC 7103 section 7.1).
 * header_out: from the first field's first octet through the last field's line end. body_out: what stands behind the blank line.
 * A line that is neither field nor continuation belongs to the field before it where another field follows before the blank
 * line, else the body begins with it (RFC 7103 section 7.5). */
void mime_header_split(mime_span message, mime_span *_Nonnull header_out, mime_span *_Nonnull body_out);

/* Where a walk over fields stands. */
typedef struct mime_fields {
    mime_span rest;
} mime_fields;

mime_fields mime_fields_of(mime_span header);
/* The next field. Returns false behind the last. */
bool mime_fields_next(mime_fields *_Nonnull walk, mime_field *_Nonnull out);
/* The raw value of the first field of that name (lower case); a span of nothing where there is none. */
mime_span mime_header_find(mime_span header, const char *_Nonnull name);

#endif

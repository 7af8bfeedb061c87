/* header_private.h - one reader of header blocks, for messages and for the parts in them. */
#ifndef MIME_HEADER_PRIVATE_H
#define MIME_HEADER_PRIVATE_H

#include "mime_header.h"

/* Whether a line that begins with "--" ends the header, blank line or not: a boundary of a part around it. */
typedef bool (*mime_header_stop)(void *context, const uint8_t *line, const uint8_t *end);

/* Finds the end of the header that begins at `at`. Returns where its body begins; *end_out: the end of the header. The blank line between
 * them belongs to neither; where a stop ended it there is none and both are the same. */
const uint8_t *mime_header_end(const uint8_t *at, const uint8_t *end, mime_header_stop stop, void *context,
                               const uint8_t **end_out);

/* Passes over what stands before a message's header and is none of it. */
const uint8_t *mime_header_skip(const uint8_t *at, const uint8_t *end);

/* The fields that make the tree, found in one walk. */
typedef struct mime_structure_fields {
    mime_span type, disposition, encoding;
} mime_structure_fields;

mime_structure_fields mime_header_structure(mime_span header);

#endif

/* part_private.h - what reading the tree of parts is made of. */
#ifndef MIME_PART_PRIVATE_H
#define MIME_PART_PRIVATE_H

#include "mime_part.h"
#include "mime_text.h"

/* Octets that are not the caller's: boundaries that had to be decoded, messages that had to be. */
typedef struct mime_owned {
    struct mime_owned *next;
    mime_text text;
} mime_owned;

struct mime_message {
    mime_part *parts;
    size_t count, room;
    mime_owned *owned;
    bool is_cut;
};

/* A text that lives as long as the message; NULL when memory is out. */
mime_text *mime_message_own(mime_message *message, size_t most);

/* The boundary that a multipart's Content-Type names; nothing where it names none that can be. */
mime_span mime_boundary_of(mime_message *message, const mime_part *part);

/* Whether the line that begins with "--" is that boundary. closes_out: it is the last; behind_out: behind its line end. */
bool mime_boundary_is(mime_span boundary, const uint8_t *line, const uint8_t *end, bool *closes_out, const uint8_t **behind_out);

#endif

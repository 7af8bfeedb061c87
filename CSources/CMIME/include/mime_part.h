/* mime_part.h - the tree of parts of a message (RFC 2045 to 2049), read in one pass, every span in the caller's buffer. */
#ifndef MIME_PART_H
#define MIME_PART_H

#include "mime_decode.h"
#include "mime_span.h"

enum {
    MIME_DEPTH_MOST = 50,       /* parts in parts; what is deeper is a leaf. Real mail has 10 */
    MIME_PARTS_MOST = 10000     /* parts in all; what follows belongs to the last */
};

#define MIME_PART_NONE 0xffffffffu /* the index of no part */

typedef enum mime_part_kind {
    MIME_PART_LEAF = 0,
    MIME_PART_MULTIPART = 1,  /* also one without a boundary, which then has no children */
    MIME_PART_MESSAGE = 2     /* message/rfc822: its one child is the message in it */
} mime_part_kind;

typedef struct mime_part {
    mime_part_kind kind;
    mime_encoding encoding;
    uint32_t parent;       /* index; MIME_PART_NONE for the message itself */
    uint32_t next;         /* the next sibling, or MIME_PART_NONE */
    uint32_t ordinal;      /* from 1, among its siblings */
    uint32_t depth;        /* 0 for the message itself */
    mime_span header;
    mime_span body;        /* as it stands in the message, transfer encoding and all; the line end before a boundary is the boundary's */
    mime_span type;        /* "text"; as written. Never nothing: what is missing or broken is text/plain (RFC 2045 section 5.2) */
    mime_span subtype;     /* "plain" */
    mime_span content_type;        /* the raw value of the field, or nothing */
    mime_span content_disposition; /* likewise */
} mime_part;

typedef struct mime_message mime_message; /* opaque */

/* Reads a message. Never fails on what is in it. passed: may be NULL; told now and then how many octets were gone through, so that a caller
 * with a mapped file can let go of pages.
 * Owner: the caller, until mime_message_destroy(); the octets stay the caller's, and stay. Returns NULL when memory is out. Costs one
 * pass over the octets, and an allocation for each doubling of the number of parts. */
mime_message *_Nullable mime_message_read(mime_span octets, void (*_Nullable passed)(void *_Nullable context, size_t octets),
                                          void *_Nullable context);
void mime_message_destroy(mime_message *_Nullable message);

/* Parts in the order in which they stand in the message; 0 is the message itself, a part's first child stands behind it. */
size_t mime_message_count(const mime_message *_Nonnull message);
const mime_part *_Nonnull mime_message_part(const mime_message *_Nonnull message, size_t index);
/* Whether a limit was reached, so that the tree is not the whole truth. */
bool mime_message_is_cut(const mime_message *_Nonnull message);

/* The part a reader means by "the mail": the first text/plain, else the first text/html, else any text, alternatives by preference,
 * attachments and messages inside left out. MIME_PART_NONE where there is none. */
uint32_t mime_message_main_text(const mime_message *_Nonnull message);

/* Whether a part's media type is type/subtype (lower case); a subtype of NULL is any. */
bool mime_part_is(const mime_part *_Nonnull part, const char *_Nonnull type, const char *_Nullable subtype);

#endif

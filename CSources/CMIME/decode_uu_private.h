/* decode_uu_private.h - lines of uuencode, for the decoder and for the search in a text. */
#ifndef MIME_DECODE_UU_PRIVATE_H
#define MIME_DECODE_UU_PRIVATE_H

#include "mime_span.h"

enum {
    MIME_UU_COUNT_MAX = 63,             /* octets the first letter of a line can announce */
    MIME_UU_LETTERS_MAX = 84            /* and the letters they take */
};

typedef enum mime_uu_kind {
    MIME_UU_OTHER = 0,
    MIME_UU_BEGIN,   /* "begin 644 name" */
    MIME_UU_DATA,
    MIME_UU_NONE,    /* a line of data that announces no octets, or an empty one: before "end" */
    MIME_UU_END
} mime_uu_kind;

typedef struct mime_uu_line {
    mime_uu_kind kind;
    mime_span name;      /* of BEGIN */
    size_t count;        /* of DATA: octets announced, 1 to 63 */
    size_t letters;      /* of DATA: letters there are for them, at most as many as it takes */
    size_t excess;       /* of DATA: letters behind those */
} mime_uu_line;

/* What a line is; no LF in it. White space and CR at its end do not count. */
mime_uu_line mime_uu_look(mime_span line);
/* Letters it takes for so many octets. */
size_t mime_uu_letters(size_t count);
/* Decodes `count` octets from `letters` letters; letters that are missing count as zero. */
void mime_uu_octets(const uint8_t *_Nonnull at, size_t letters, size_t count, uint8_t *_Nonnull out);

#endif

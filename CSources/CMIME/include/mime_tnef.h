/* mime_tnef.h - what is inside application/ms-tnef ("winmail.dat"): attachments, and the body. */
#ifndef MIME_TNEF_H
#define MIME_TNEF_H

#include "mime_span.h"
#include "mime_text.h"

/* Where a walk stands; members are the walk's own. */
typedef struct mime_tnef {
    mime_span rest;
    mime_span attribute;
    uint32_t state;
    uint32_t charset;  /* the code page of 8-bit names */
} mime_tnef;

typedef enum mime_tnef_kind {
    MIME_TNEF_ATTACHMENT = 0,
    MIME_TNEF_BODY = 1,        /* text/plain */
    MIME_TNEF_BODY_HTML = 2,
    MIME_TNEF_BODY_RTF = 3     /* compressed RTF (MS-OXRTFCP), as it is stored */
} mime_tnef_kind;

/* One thing found. Spans lie inside the TNEF stream. */
typedef struct mime_tnef_item {
    mime_tnef_kind kind;
    mime_span octets;
    mime_span type;            /* MAPI 0x370E in 8-bit letters, "application/pdf"; nothing where it is missing or in UTF-16 */
} mime_tnef_item;

/* Whether the octets begin like a TNEF stream (MS-OXTNEF section 2.1.3.1). */
bool mime_tnef_is(mime_span octets);
void mime_tnef_begin(mime_tnef *_Nonnull walk, mime_span octets);
/* The next thing in it. name_out: cleared, then its file name in UTF-8 (MAPI 0x3707, 0x3704, 0x3001, else the attribute's title),
 * for attachments; for a body the name of its charset, nothing where the stream does not say. An embedded message is an attachment whose octets
 * are a TNEF stream again: mime_tnef_is tells. Returns false at the end, or where the stream is broken from here on. A wrong checksum does not end it. Every
 * length in it is checked; time is linear in the octets. */
bool mime_tnef_next(mime_tnef *_Nonnull walk, mime_tnef_item *_Nonnull item_out, mime_text *_Nonnull name_out);

#endif

/* mime_text.h - octets that grow: where decoders and converters write. Mostly UTF-8. One thread at a time. */
#ifndef MIME_TEXT_H
#define MIME_TEXT_H

#include "mime_span.h"

/* Made by mime_text_begin, used again and again, ended by mime_text_free. Members are for reading. */
typedef struct mime_text {
    uint8_t *_Nullable at;
    size_t len;       /* octets in it */
    size_t room;      /* octets allocated */
    size_t most;      /* octets it may come to have */
    bool is_cut;      /* something did not fit: `most` was reached, or memory was out */
} mime_text;

/* most: the limit in octets. Allocates nothing yet. */
void mime_text_begin(mime_text *_Nonnull text, size_t most);
/* Forgets what is in it; keeps the memory. */
void mime_text_clear(mime_text *_Nonnull text);
void mime_text_free(mime_text *_Nonnull text);

/* Room for `more` further octets at text->at + text->len; the caller then adds what it wrote to text->len. NULL, and is_cut set,
 * where they do not fit. */
uint8_t *_Nullable mime_text_reserve(mime_text *_Nonnull text, size_t more);
/* Appends as many of the octets as fit: a code point may be cut. After something did not fit, what is shorter may still: writers look at
 * is_cut. */
void mime_text_add(mime_text *_Nonnull text, const void *_Nullable at, size_t len);
void mime_text_add_octet(mime_text *_Nonnull text, uint8_t octet);
/* Appends a code point as UTF-8; what is none (a surrogate, above 10FFFF) as U+FFFD. Whole or, where it does not fit, not at all. */
void mime_text_add_scalar(mime_text *_Nonnull text, uint32_t scalar);

#endif

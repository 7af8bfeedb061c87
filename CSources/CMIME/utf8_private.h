/* utf8_private.h - the pieces of UTF-8 that charsets, HTML and flowed text share. */
#ifndef MIME_UTF8_PRIVATE_H
#define MIME_UTF8_PRIVATE_H

#include "mime_span.h"
#include "mime_text.h"

/* How many octets below 80 `at` begins with. */
size_t mime_ascii_run(const uint8_t *_Nullable at, size_t len);
/* The length of the well-formed sequence that `at` begins with (len > 0), or, with *is_good_out false, of the maximal subpart of an
 * ill-formed one (Unicode 3.9, U+FFFD substitution): at least 1. */
size_t mime_utf8_step(const uint8_t *_Nonnull at, size_t len, bool *_Nonnull is_good_out);
/* Appends well-formed UTF-8; where it does not fit, no part of a code point. Nothing to a text that is cut already. */
void mime_utf8_add(mime_text *_Nonnull out, mime_span utf8);

#endif

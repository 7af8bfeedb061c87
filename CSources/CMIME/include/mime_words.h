/* mime_words.h - unstructured header text to UTF-8: unfolding and encoded-words (RFC 5322 section 2.2.3, RFC 2047, RFC 6532). */
#ifndef MIME_WORDS_H
#define MIME_WORDS_H

#include "mime_span.h"
#include "mime_text.h"

/* Appends the text of a raw field value: folds joined, white space at both ends left out, encoded-words decoded, octets above 7F read as UTF-8
 * where they are, else as windows-1252.
 *
 * As senders write them, not only as the RFC has them: words need no white space around them and may stand in quotes, Q text may have
 * blanks and "?=" in it, broken base64 keeps what decodes, words of one charset that touch are joined before they are decoded, because
 * characters are cut across them. What is no word stays as it is.
 * scratch: for the octets of one run of words; cleared. Linear in time. */
void mime_words_decode(mime_span value, mime_text *_Nonnull out, mime_text *_Nonnull scratch);

#endif

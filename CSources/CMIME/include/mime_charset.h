/* mime_charset.h - text of any charset to UTF-8. Never fails: an octet that means nothing becomes U+FFFD. */
#ifndef MIME_CHARSET_H
#define MIME_CHARSET_H

#include "mime_span.h"
#include "mime_text.h"

/* What was remarkable in a conversion; flags. */
enum {
    MIME_CHARSET_REPLACED = 1,      /* octets that mean nothing in the charset: each became U+FFFD */
    MIME_CHARSET_UNKNOWN = 2,       /* no such charset: read as UTF-8 where it is valid, else as windows-1252 */
    MIME_CHARSET_NO_CONVERTER = 4   /* a known charset that this system's iconv lacks: as for UNKNOWN, with U+FFFD for octets above 7F */
};

/* Appends `octets` as UTF-8.
 * charset: its name as the mail has it: any case, white space and quotes around it, a language behind `*` (RFC 2231 section 5).
 *   Nothing, or an unknown one: valid UTF-8 is UTF-8, else windows-1252. So is us-ascii, because that is what senders mean.
 *   Single-byte charsets, UTF-7, UTF-8, UTF-16 and UTF-32 are built in; East Asian ones are iconv's.
 * A byte order mark at the start is dropped. Nothing is appended to a text that is cut already.
 * Returns the flags. */
unsigned mime_charset_convert(mime_span charset, mime_span octets, mime_text *_Nonnull out);

/* Whether two names mean one charset: adjacent encoded-words of one charset are joined before they are decoded. */
bool mime_charset_same(mime_span one, mime_span other);

/* Whether the octets are well-formed UTF-8 (RFC 3629). */
bool mime_charset_is_utf8(mime_span octets);

/* The canonical name ("utf-8", "windows-1252", "gb18030"), "" for an unknown one. Static. */
const char *_Nonnull mime_charset_name(mime_span charset);

#endif

/* charset_private.h - what the charset files share. Each converter appends UTF-8, returns the flags of mime_charset.h, and stops
 * where `out` is full: what is in it is then the beginning of the text, whole code points only. */
#ifndef MIME_CHARSET_PRIVATE_H
#define MIME_CHARSET_PRIVATE_H

#include "mime_charset.h"
#include "mime_text.h"
#include "utf8_private.h"

typedef enum mime_charset_kind {
    MIME_KIND_GUESS, /* us-ascii, and what says nothing: UTF-8 where it is valid, else windows-1252 */
    MIME_KIND_UTF8,
    MIME_KIND_UTF7,
    MIME_KIND_UTF16,
    MIME_KIND_UTF32,
    MIME_KIND_SINGLE, /* one octet a character, 00-7F as in ASCII */
    MIME_KIND_MULTI,  /* iconv's, 00-7F as in ASCII where a character begins */
    MIME_KIND_SHIFT,  /* iconv's, seven bits with shift sequences */
    MIME_KIND_JIS,    /* iso-2022-jp */
    MIME_KIND_HZ
} mime_charset_kind;

typedef enum mime_order { MIME_ORDER_UNSAID, MIME_ORDER_BIG, MIME_ORDER_LITTLE } mime_order;

enum { MIME_ICONV_NAMES = 3 };

typedef struct mime_charset {
    const char *_Nonnull name; /* canonical */
    mime_charset_kind kind;
    mime_order order;                              /* of UTF16 and UTF32 */
    const uint16_t *_Nullable table;               /* of SINGLE: 80-FF, U+FFFD for what means nothing */
    const char *_Nullable iconv[MIME_ICONV_NAMES]; /* what iconv may call it, the best first */
    const char *_Nullable wider[MIME_ICONV_NAMES]; /* with vendors' characters: for a text that has some. Their tables have other
                                                      code points for common signs (a wave dash), hence not at once */
} mime_charset;

/* The charset that a name in a mail means; NULL for an unknown one. */
const mime_charset *_Nullable mime_charset_find(mime_span name);
/* Whether a name is none: nothing but white space and quotes. */
bool mime_charset_is_none(mime_span name);

unsigned mime_utf8_convert(mime_span octets, mime_text *_Nonnull out);
unsigned mime_utf7_convert(mime_span octets, mime_text *_Nonnull out);
unsigned mime_utf16_convert(mime_order order, mime_span octets, mime_text *_Nonnull out);
unsigned mime_utf32_convert(mime_order order, mime_span octets, mime_text *_Nonnull out);
unsigned mime_single_convert(const uint16_t *_Nonnull table, mime_span octets, mime_text *_Nonnull out);
/* ASCII, and U+FFFD for each octet above 7F. */
unsigned mime_ascii_convert(mime_span octets, mime_text *_Nonnull out);
/* Answers MIME_CHARSET_NO_CONVERTER, with nothing appended, where iconv knows none of the names. has_shifts: MIME_KIND_SHIFT. */
unsigned mime_iconv_convert(const char *_Nullable const *_Nonnull names, bool has_shifts, mime_span octets, mime_text *_Nonnull out);

/* ISO-2022-JP as EUC-JP, HZ as EUC-CN: what iconv knows better or at all. Appends FF, which is neither, for what means nothing. */
void mime_jis_to_euc(mime_span octets, mime_text *_Nonnull euc);
void mime_hz_to_euc(mime_span octets, mime_text *_Nonnull euc);

#endif

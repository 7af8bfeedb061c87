/* charset_list.h - the charset that a key means. A key: the name in lower case without hyphens, underscores, full stops, blanks. */
#ifndef MIME_CHARSET_LIST_H
#define MIME_CHARSET_LIST_H

#include "charset_private.h"

/* NULL for an unknown one. */
const mime_charset *_Nullable mime_charset_by_key(const char *_Nonnull key);

#endif

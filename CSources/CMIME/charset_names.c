/* charset_names.c - names of charsets as mail has them: quoted, padded, with a language, in any case and spelling. */
#include "charset_list.h"

#include <string.h>

enum { KEY_MAX = 48 }; /* above the longest key, "extendedunixcodepackedformatforjapanese", and a prefix; a longer name is unknown */

static bool is_blank_or_quote(uint8_t octet)
{
    return octet <= ' ' || octet == '"' || octet == '\'' || octet == '<' || octet == '>';
}

/* The name itself: without what stands around it, and without what stands behind it (`*en` of RFC 2231, `:1987`, `; format=flowed`). */
static mime_span bare(mime_span name)
{
    while (name.len > 0 && is_blank_or_quote(name.at[0]))
        name = (mime_span){name.at + 1, name.len - 1};
    size_t end = 0;
    while (end < name.len && !strchr("*:;,\"", name.at[end] ? name.at[end] : '*'))
        end++;
    while (end > 0 && is_blank_or_quote(name.at[end - 1]))
        end--;
    return (mime_span){name.at, end};
}

bool mime_charset_is_none(mime_span name)
{
    return bare(name).len == 0;
}

/* Writes the key of a name; false where it is longer than any. */
static bool make_key(mime_span name, char key[static KEY_MAX])
{
    name = bare(name);
    size_t len = 0;
    for (size_t i = 0; i < name.len; i++) {
        uint8_t octet = name.at[i];
        if (octet == '-' || octet == '_' || octet == '.' || octet == ' ') continue;
        if (len == KEY_MAX - 1) return false;
        key[len++] = (char)(octet >= 'A' && octet <= 'Z' ? octet + ('a' - 'A') : octet);
    }
    key[len] = 0;
    return true;
}

const mime_charset *mime_charset_find(mime_span name)
{
    static const char *const prefixes[] = {"x", "cs", "charset="}; /* x-gbk, csISO2022JP, and a slip that is seen */
    char key[KEY_MAX];
    if (!make_key(name, key)) return NULL;
    const mime_charset *found = mime_charset_by_key(key);
    for (size_t i = 0; !found && i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t len = strlen(prefixes[i]);
        if (strncmp(key, prefixes[i], len) == 0) found = mime_charset_by_key(key + len);
    }
    return found;
}

const char *mime_charset_name(mime_span name)
{
    const mime_charset *found = mime_charset_find(name);
    return found ? found->name : "";
}

bool mime_charset_same(mime_span one, mime_span other)
{
    const mime_charset *first = mime_charset_find(one), *second = mime_charset_find(other);
    if (first || second) return first == second;
    char key[KEY_MAX], other_key[KEY_MAX];
    if (make_key(one, key) && make_key(other, other_key)) return strcmp(key, other_key) == 0;
    mime_span a = bare(one), b = bare(other); /* too long to be compared as keys */
    return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

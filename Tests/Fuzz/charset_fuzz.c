/* charset_fuzz.c - libFuzzer target: whatever octets claim to be whatever charset, what comes out is UTF-8, and a smaller limit
 * gives the beginning of it.
 *
 * Input: octet 0 picks the charset, octets 1 and 2 the limit; the rest is the text. Octet 0 above the names: the name is the text up
 * to its first line feed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mime_charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "charset_fuzz.c:%d: not so: %s\n", __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

enum { HEADER = 3, ROOMY = 1 << 24 };

static const char *const names[] = {
    "",           "us-ascii",   "utf-8",      "utf-7",        "utf-16",       "utf-16be",     "utf-16le",       "utf-32",
    "utf-32be",   "utf-32le",   "iso-8859-1", "windows-1251", "windows-1255", "windows-874",  "iso-8859-2",     "iso-8859-6",
    "iso-8859-7", "iso-8859-8", "koi8-r",     "koi8-u",       "macintosh",    "cp437",        "cp866",          "gb2312",
    "gb18030",    "big5",       "big5-hkscs", "euc-tw",       "euc-kr",       "johab",        "iso-2022-kr",    "iso-2022-cn",
    "shift_jis",  "euc-jp",     "iso-2022-jp", "iso-2022-jp-2", "iso-2022-jp-3", "hz-gb-2312", "no-such-charset",
};

/* A copy of exactly its size: a read beyond it is seen. */
static uint8_t *copy(const uint8_t *at, size_t len)
{
    uint8_t *made = malloc(len ? len : 1);
    REQUIRE(made);
    if (len) memcpy(made, at, len);
    return made;
}

static void convert(mime_span name, mime_span octets, size_t limit)
{
    mime_text whole, cut;
    mime_text_begin(&whole, ROOMY);
    mime_text_begin(&cut, limit);
    unsigned flags = mime_charset_convert(name, octets, &whole);
    (void)mime_charset_convert(name, octets, &cut);

    mime_span result = {whole.at, whole.len};
    REQUIRE(!whole.is_cut);
    REQUIRE(mime_charset_is_utf8(result));
    REQUIRE(mime_charset_is_utf8((mime_span){cut.at, cut.len}));
    REQUIRE(cut.len <= limit);
    REQUIRE(whole.len <= octets.len * 6 + 8); /* none grows more: U+FFFD is 3 octets, a few charsets have pairs for one code */
    if (flags & MIME_CHARSET_REPLACED) {
        bool has_one = false;
        for (size_t i = 0; i + 3 <= whole.len && !has_one; i++)
            has_one = memcmp(whole.at + i, "\xef\xbf\xbd", 3) == 0;
        REQUIRE(has_one);
    }
    /* Text that needed a wider charset at its end may differ before it, and a mark at the start counts only while it is there. */
    bool has_wider = strcmp(mime_charset_name(name), "big5") == 0 || strcmp(mime_charset_name(name), "euc-jp") == 0 ||
                     strcmp(mime_charset_name(name), "iso-2022-jp") == 0;
    bool has_mark = whole.len + 3 > limit && cut.len <= 3;
    if (!has_wider && !has_mark && cut.len <= whole.len)
        REQUIRE(cut.len == 0 || memcmp(cut.at, whole.at, cut.len) == 0 || cut.len + 3 >= limit);
    mime_text_free(&whole);
    mime_text_free(&cut);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEADER) return 0;
    enum { NAMES = sizeof names / sizeof *names };
    size_t limit = (size_t)data[1] << 8 | data[2];
    const uint8_t *text = data + HEADER;
    size_t len = size - HEADER, name_len = 0;
    const char *known = data[0] < NAMES ? names[data[0]] : NULL;
    while (!known && name_len < len && text[name_len] != '\n')
        name_len++;
    uint8_t *name = known ? copy((const uint8_t *)known, strlen(known)) : copy(text, name_len);
    size_t skipped = known ? 0 : name_len;
    uint8_t *octets = copy(text + skipped, len - skipped);

    mime_span name_span = {name, known ? strlen(known) : name_len};
    convert(name_span, (mime_span){octets, len - skipped}, limit);
    REQUIRE(mime_charset_same(name_span, name_span));
    free(name);
    free(octets);
    return 0;
}

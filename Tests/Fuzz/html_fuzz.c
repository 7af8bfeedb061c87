/* html_fuzz.c - libFuzzer target: whatever page it is, its words are UTF-8, tidy, not more than it, and a smaller limit gives the
 * beginning of them.
 *
 * Input: octets 0 and 1 the limit; the rest is the page. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mime_charset.h"
#include "mime_html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "html_fuzz.c:%d: not so: %s\n", __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

enum { HEADER = 2, ROOMY = 1 << 24 };

/* Whether a page may have white space that is kept: <pre>, <listing>, <xmp>. */
static bool may_keep_space(const uint8_t *at, size_t len)
{
    static const char *const names[] = {"<pre", "<listing", "<xmp"};
    for (size_t i = 0; i < len; i++) {
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            size_t same = 0;
            while (names[n][same] && i + same < len && (at[i + same] == (uint8_t)names[n][same] ||
                                                        at[i + same] == (uint8_t)names[n][same] - ('a' - 'A')))
                same++;
            if (!names[n][same]) return true;
        }
    }
    return false;
}

static void require_tidy(mime_span words)
{
    for (size_t i = 0; i + 1 < words.len; i++) {
        REQUIRE(words.at[i] != ' ' || words.at[i + 1] != ' ');
        REQUIRE(words.at[i] != '\n' || words.at[i + 1] != ' ');
        REQUIRE(i + 2 >= words.len || words.at[i] != '\n' || words.at[i + 1] != '\n' || words.at[i + 2] != '\n');
    }
    if (words.len == 0) return;
    REQUIRE(words.at[0] != ' ' && words.at[0] != '\n');
    REQUIRE(words.at[words.len - 1] != ' ' && words.at[words.len - 1] != '\n');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEADER) return 0;
    size_t limit = (size_t)data[0] << 8 | data[1], len = size - HEADER;
    uint8_t *page = malloc(len ? len : 1); /* of exactly its size: a read beyond it is seen */
    REQUIRE(page);
    if (len) memcpy(page, data + HEADER, len);

    mime_text whole, cut;
    mime_text_begin(&whole, ROOMY);
    mime_text_begin(&cut, limit);
    mime_html_text((mime_span){page, len}, &whole);
    mime_html_text((mime_span){page, len}, &cut);

    mime_span words = {whole.at, whole.len};
    REQUIRE(!whole.is_cut);
    REQUIRE(whole.len <= len * 2 + 8); /* <hr> is three dashes and two line ends */
    if (mime_charset_is_utf8((mime_span){page, len})) {
        REQUIRE(mime_charset_is_utf8(words));
        REQUIRE(mime_charset_is_utf8((mime_span){cut.at, cut.len}));
    }
    if (!may_keep_space(page, len)) require_tidy(words);
    REQUIRE(cut.len <= limit && cut.len <= whole.len);
    REQUIRE(cut.is_cut || cut.len == whole.len);
    REQUIRE(cut.len == 0 || memcmp(cut.at, whole.at, cut.len) == 0);

    mime_text_free(&whole);
    mime_text_free(&cut);
    free(page);
    return 0;
}

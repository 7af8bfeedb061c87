/* flowed_fuzz.c - libFuzzer target: lines that are joined lose nothing but line ends and blanks.
 *
 * Input: octet 0 says whether DelSp; octets 1 and 2 the limit; the rest is the text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mime_flowed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "flowed_fuzz.c:%d: not so: %s\n", __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

enum { HEADER = 3, ROOMY = 1 << 24 };

static bool counts(uint8_t octet)
{
    return octet != ' ' && octet != '\r' && octet != '\n' && octet != '>';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEADER) return 0;
    bool deletes_space = data[0] & 1;
    size_t limit = (size_t)data[1] << 8 | data[2], len = size - HEADER;
    uint8_t *text = malloc(len ? len : 1); /* of exactly its size: a read beyond it is seen */
    REQUIRE(text);
    if (len) memcpy(text, data + HEADER, len);

    mime_text whole, cut;
    mime_text_begin(&whole, ROOMY);
    mime_text_begin(&cut, limit);
    mime_flowed_text((mime_span){text, len}, deletes_space, &whole);
    mime_flowed_text((mime_span){text, len}, deletes_space, &cut);

    REQUIRE(!whole.is_cut && whole.len <= len * 2 + 1);
    REQUIRE(cut.len <= limit && cut.len <= whole.len && (cut.is_cut || cut.len == whole.len));
    REQUIRE(cut.len == 0 || memcmp(cut.at, whole.at, cut.len) == 0);
    size_t at = 0;
    for (size_t i = 0; i < len; i++) {
        if (!counts(text[i])) continue;
        while (at < whole.len && !counts(whole.at[at]))
            at++;
        REQUIRE(at < whole.len && whole.at[at] == text[i]);
        at++;
    }
    mime_text_free(&whole);
    mime_text_free(&cut);
    free(text);
    return 0;
}

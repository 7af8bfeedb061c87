/* tnef_fuzz.c - libFuzzer target: whatever is in a TNEF stream, what is found in it lies in it, and is found in a number of
 * steps that the stream's length bounds.
 *
 * Input: octet 0 says whether the rest is a whole stream, or attributes that a head is put before. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mime_charset.h"
#include "mime_tnef.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "tnef_fuzz.c:%d: not so: %s\n", __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

enum { HEAD = 6, NAME_MAX_OCTETS = 1000 };

static void require_inside(mime_span part, mime_span whole)
{
    if (part.len > 0)
        REQUIRE(part.at >= whole.at && part.len <= whole.len && (size_t)(part.at - whole.at) <= whole.len - part.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t head[HEAD] = {0x78, 0x9f, 0x3e, 0x22, 1, 0};
    if (size < 1)
        return 0;
    size_t extra = data[0] & 1 ? HEAD : 0, len = size - 1 + extra;
    uint8_t *copy = malloc(len ? len : 1);
    REQUIRE(copy);
    memcpy(copy, head, extra);
    memcpy(copy + extra, data + 1, size - 1);
    mime_span whole = {copy, len};
    mime_tnef walk;
    mime_tnef_item item;
    mime_text name;
    mime_text_begin(&name, NAME_MAX_OCTETS);
    mime_tnef_begin(&walk, whole);
    size_t found = 0;
    while (mime_tnef_next(&walk, &item, &name)) {
        REQUIRE(++found <= len);
        require_inside(item.octets, whole);
        require_inside(item.type, whole);
        REQUIRE(name.len <= NAME_MAX_OCTETS);
        REQUIRE(name.is_cut || mime_charset_is_utf8((mime_span){name.at, name.len}));
    }
    REQUIRE(found == 0 || mime_tnef_is(whole));
    REQUIRE(!mime_tnef_next(&walk, &item, &name)); /* the end is the end */
    mime_text_free(&name);
    free(copy);
    return 0;
}

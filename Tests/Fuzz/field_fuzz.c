/* field_fuzz.c - one field value, read in every way a value can be read: text, parameters, mailboxes. All that comes out is UTF-8, and no
 * more of it than the input can mean. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mime_address.h"
#include "mime_charset.h"
#include "mime_param.h"
#include "mime_words.h"

enum { MOST = 1 << 20 };

static void must_be_utf8(const mime_text *text) { assert(mime_charset_is_utf8((mime_span){text->at, text->len})); }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static mime_text texts[4];
    for (size_t i = 0; !texts[3].most && i < 4; i++)
        mime_text_begin(&texts[i], MOST);
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    mime_span value = {copy, size};

    mime_text_clear(&texts[0]);
    mime_words_decode(value, &texts[0], &texts[1]);
    must_be_utf8(&texts[0]);
    assert(texts[0].len <= 4 * size); /* an octet is at most one character: a CJK one, or U+FFFD */

    static const char *const names[] = {"name", "filename", "charset"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        mime_text_clear(&texts[0]);
        if (mime_param_text(value, names[i], &texts[0], &texts[1]))
            must_be_utf8(&texts[0]);
        mime_span raw = mime_param_raw(value, names[i]);
        assert(!raw.at || (raw.at >= copy && raw.at + raw.len <= copy + size));
    }

    mime_addresses walk = mime_addresses_of(value);
    size_t count = 0;
    while (mime_addresses_next(&walk, &texts[0], &texts[1], &texts[2])) {
        must_be_utf8(&texts[0]);
        must_be_utf8(&texts[1]);
        assert(++count <= size);
    }
    free(copy);
    return 0;
}

/* reader_fuzz.c - the mail reader on anything: tree, fields, words, parameters, addresses. No span leaves the octets, no tree its limits. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mime_address.h"
#include "mime_charset.h"
#include "mime_header.h"
#include "mime_param.h"
#include "mime_part.h"
#include "mime_words.h"

enum { MOST = 1 << 20 };

static mime_text out, other, pair[2];

static void must_be_utf8(const mime_text *text) { assert(mime_charset_is_utf8((mime_span){text->at, text->len})); }

static void read_field(mime_field field)
{
    mime_text_clear(&out);
    mime_words_decode(field.value, &out, &other);
    must_be_utf8(&out);
    mime_addresses addresses = mime_addresses_of(field.value);
    size_t count = 0;
    while (mime_addresses_next(&addresses, &out, &other, pair)) {
        must_be_utf8(&out);
        must_be_utf8(&other);
        assert(++count <= field.value.len);
    }
    static const char *const names[] = {"filename", "name", "charset", "boundary"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        mime_text_clear(&out);
        if (mime_param_text(field.value, names[i], &out, &other))
            must_be_utf8(&out);
        (void)mime_param_raw(field.value, names[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!out.most) {
        mime_text_begin(&out, MOST);
        mime_text_begin(&other, MOST);
        mime_text_begin(&pair[0], MOST);
        mime_text_begin(&pair[1], MOST);
    }
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        return 0;
    memcpy(copy, data, size);
    mime_message *message = mime_message_read((mime_span){copy, size}, NULL, NULL);
    if (message) {
        size_t count = mime_message_count(message);
        assert(count >= 1 && count <= MIME_PARTS_MOST);
        for (size_t i = 0; i < count; i++) {
            const mime_part *part = mime_message_part(message, i);
            assert(part->depth < MIME_DEPTH_MOST);
            assert(i == 0 ? part->parent == MIME_PART_NONE : part->parent < i);
            assert(part->next == MIME_PART_NONE || (part->next > i && part->next < count));
            mime_fields walk = mime_fields_of(part->header);
            mime_field field;
            while (mime_fields_next(&walk, &field))
                read_field(field);
        }
        uint32_t text = mime_message_main_text(message);
        assert(text == MIME_PART_NONE || text < count);
        mime_message_destroy(message);
    }
    free(copy);
    return 0;
}

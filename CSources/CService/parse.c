/* parse.c - SRV records out of a DNS answer (RFC 1035 section 4, RFC 2782). Pure: octets in, records out. */
#include "msv.h"

#include <stdbool.h>

enum {
    HEADER = 12,
    TYPE_SRV = 33,
    CLASS_IN = 1,
    LABEL_MAX = 63,
    HOPS_MAX = 16 /* pointers followed in one name: compression needs a few, a circle has no end */
};

typedef struct reader {
    const uint8_t *at;
    size_t len, pos;
} reader;

static bool take16(reader *r, uint16_t *out)
{
    if (r->len - r->pos < 2) return false;
    *out = (uint16_t)((unsigned)r->at[r->pos] << 8 | r->at[r->pos + 1]);
    r->pos += 2;
    return true;
}

static bool skip(reader *r, size_t count)
{
    if (r->len - r->pos < count) return false;
    r->pos += count;
    return true;
}

static bool is_name_octet(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Reads a name, following its pointers. text: room for MSV_NAME_MAX + 1, or NULL to pass it over.
 * readable_out: false where the name is well formed and holds what no host's name does. */
static bool take_name(reader *r, char *text, bool *readable_out)
{
    size_t pos = r->pos, after = 0, used = 0;
    int hops = 0;
    *readable_out = true;
    for (;;) {
        if (pos >= r->len) return false;
        uint8_t octet = r->at[pos];
        if (octet >= 0xC0) {
            if (r->len - pos < 2 || ++hops > HOPS_MAX) return false;
            if (after == 0) after = pos + 2;
            pos = (size_t)(octet & 0x3F) << 8 | r->at[pos + 1];
            continue;
        }
        if (octet > LABEL_MAX || r->len - pos <= octet) return false;
        pos++;
        if (octet == 0) break;
        if (used + octet + (used > 0) > MSV_NAME_MAX) return false;
        if (used > 0 && text) text[used] = '.';
        used += used > 0;
        for (uint8_t i = 0; i < octet; i++) {
            if (!is_name_octet(r->at[pos + i])) *readable_out = false;
            if (text) text[used + i] = (char)r->at[pos + i];
        }
        used += octet;
        pos += octet;
    }
    if (text && used == 0) text[used++] = '.';
    if (text) text[used] = 0;
    r->pos = after ? after : pos;
    return true;
}

int msv_parse(const uint8_t *answer, size_t len, msv_record *out, size_t capacity)
{
    if (len < HEADER) return MSV_E_SYNTAX;
    reader r = {answer, len, 4};
    uint16_t questions, answers;
    bool readable;
    if (!take16(&r, &questions) || !take16(&r, &answers) || !skip(&r, 4)) return MSV_E_SYNTAX;
    for (uint16_t i = 0; i < questions; i++)
        if (!take_name(&r, NULL, &readable) || !skip(&r, 4)) return MSV_E_SYNTAX;
    size_t count = 0;
    for (uint16_t i = 0; i < answers && count < capacity; i++) {
        uint16_t type, class, rdlength;
        if (!take_name(&r, NULL, &readable) || !take16(&r, &type) || !take16(&r, &class) || !skip(&r, 4)
            || !take16(&r, &rdlength) || r.len - r.pos < rdlength)
            return MSV_E_SYNTAX;
        size_t end = r.pos + rdlength;
        if (type == TYPE_SRV && class == CLASS_IN) {
            msv_record *record = &out[count];
            if (!take16(&r, &record->priority) || !take16(&r, &record->weight) || !take16(&r, &record->port)
                || !take_name(&r, record->target, &readable) || r.pos > end)
                return MSV_E_SYNTAX;
            if (readable) count++;
        }
        r.pos = end;
    }
    return (int)count;
}

/* tnef.c - attributes of a TNEF stream, gathered into attachments and bodies (MS-OXTNEF section 2.1.3). */
#include "mime_tnef.h"

#include <stdio.h>
#include <string.h>

#include "mime_charset.h"
#include "tnef_private.h"

enum {
    HEAD_OCTETS = 6,          /* signature and key */
    ATTRIBUTE_HEAD_OCTETS = 9,
    CHECKSUM_OCTETS = 2,
    INTERFACE_OCTETS = 16     /* a GUID before an embedded object, which says what it is */
};

enum { LEVEL_MESSAGE = 1, LEVEL_ATTACHMENT = 2 };

/* Attributes. The upper half of the number they are stored with is their type, which their names decide. */
enum {
    BODY = 0x800c,
    ATTACH_DATA = 0x800f,
    ATTACH_TITLE = 0x8010,
    ATTACH_RENDDATA = 0x9002,
    MESSAGE_PROPERTIES = 0x9003,
    ATTACHMENT = 0x9005,
    OEM_CODEPAGE = 0x9007
};

/* MAPI properties (MS-OXPROPS). */
enum {
    MAPI_BODY = 0x1000,
    MAPI_RTF_COMPRESSED = 0x1009,
    MAPI_HTML = 0x1013,
    MAPI_DISPLAY_NAME = 0x3001,
    MAPI_ATTACH_DATA = 0x3701,
    MAPI_ATTACH_FILENAME = 0x3704,
    MAPI_ATTACH_LONG_FILENAME = 0x3707,
    MAPI_ATTACH_MIME_TAG = 0x370e,
    MAPI_INTERNET_CODEPAGE = 0x3fde
};

/* mime_tnef.state: which of the three bodies of walk->attribute to look for next, and whether there was a plain one. */
enum { BODIES = 3, TURN_MASK = 3, HAD_BODY = 4 };

typedef struct attribute {
    uint32_t level;
    uint32_t name;
    mime_span value;
} attribute;

/* What the attributes of one attachment have said. */
typedef struct gathered {
    mime_span title;
    mime_span data;
    mime_span properties;
    bool is_one;      /* something in it makes an attachment of it */
} gathered;

/* False at the end, and where no attribute can begin. The last one may be cut short: what is there of it counts. */
static bool take_attribute(mime_span *rest, attribute *out)
{
    mime_span head, checksum;
    if (!mime_tnef_take(rest, ATTRIBUTE_HEAD_OCTETS, &head))
        return false;
    out->level = head.at[0];
    out->name = mime_tnef_u16(head.at + 1);
    uint32_t len = mime_tnef_u32(head.at + 5);
    if (out->level != LEVEL_MESSAGE && out->level != LEVEL_ATTACHMENT)
        return false;
    mime_tnef_take(rest, len < rest->len ? len : rest->len, &out->value);
    mime_tnef_take(rest, CHECKSUM_OCTETS < rest->len ? CHECKSUM_OCTETS : rest->len, &checksum);
    return true;
}

static mime_span without_nulls(mime_span text, bool is_wide)
{
    size_t unit = is_wide ? 2 : 1;
    size_t len = text.len - text.len % unit;
    while (len >= unit && text.at[len - 1] == 0 && text.at[len - unit] == 0)
        len -= unit;
    return (mime_span){text.at, len};
}

/* Up to the first NUL, where names end. */
static mime_span up_to_null(mime_span text, bool is_wide)
{
    size_t unit = is_wide ? 2 : 1, len = 0;
    while (len + unit <= text.len && (text.at[len] != 0 || text.at[len + unit - 1] != 0))
        len += unit;
    return (mime_span){text.at, len};
}

static void add_page_name(uint32_t page, mime_text *out)
{
    char name[16];
    int len = page ? snprintf(name, sizeof name, "cp%u", (unsigned)page) : 0;
    mime_text_add(out, name, len > 0 ? (size_t)len : 0);
}

static void add_page_text(uint32_t page, mime_span octets, mime_text *out)
{
    char name[16];
    int len = page ? snprintf(name, sizeof name, "cp%u", (unsigned)page) : 0;
    mime_charset_convert((mime_span){(const uint8_t *)name, len > 0 ? (size_t)len : 0}, octets, out);
}

/* Appends a property that is text; false where there is none, or an empty one. */
static bool add_property(mime_span properties, uint16_t id, uint32_t page, mime_text *out)
{
    static const char wide[] = "utf-16le";
    mime_mapi_property found;
    if (!mime_mapi_find(properties, id, &found))
        return false;
    bool is_wide = found.type == MIME_MAPI_UNICODE;
    if (!is_wide && found.type != MIME_MAPI_STRING8)
        return false;
    mime_span text = up_to_null(found.value, is_wide);
    if (text.len == 0)
        return false;
    if (is_wide)
        mime_charset_convert((mime_span){(const uint8_t *)wide, sizeof wide - 1}, text, out);
    else
        add_page_text(page, text, out);
    return true;
}

static mime_span embedded(mime_span properties)
{
    mime_mapi_property found;
    if (!mime_mapi_find(properties, MAPI_ATTACH_DATA, &found))
        return (mime_span){NULL, 0};
    if (found.type == MIME_MAPI_BINARY)
        return found.value;
    if (found.type != MIME_MAPI_OBJECT || found.value.len < INTERFACE_OCTETS)
        return (mime_span){NULL, 0};
    return (mime_span){found.value.at + INTERFACE_OCTETS, found.value.len - INTERFACE_OCTETS};
}

static void gather(gathered *all, const attribute *from)
{
    switch (from->name) {
    case ATTACH_RENDDATA:
        all->is_one = true;
        break;
    case ATTACH_TITLE:
        all->title = from->value;
        break;
    case ATTACH_DATA:
        all->is_one = true;
        if (all->data.len == 0)
            all->data = from->value;
        break;
    case ATTACHMENT:
        all->is_one = true;
        all->properties = from->value;
        break;
    default:
        break;
    }
}

/* The attachment that begins with `first`: all attributes of its level up to the next one's ATTACH_RENDDATA. */
static bool take_attachment(mime_tnef *walk, const attribute *first, mime_tnef_item *item, mime_text *name)
{
    gathered all = {0};
    gather(&all, first);
    for (;;) {
        mime_span rest = walk->rest;
        attribute next;
        if (!take_attribute(&rest, &next) || next.level != LEVEL_ATTACHMENT || next.name == ATTACH_RENDDATA)
            break;
        gather(&all, &next);
        walk->rest = rest;
    }
    if (!all.is_one)
        return false;
    *item = (mime_tnef_item){.kind = MIME_TNEF_ATTACHMENT, .octets = all.data};
    if (all.data.len == 0 && embedded(all.properties).at)
        item->octets = embedded(all.properties);
    mime_mapi_property type;
    if (mime_mapi_find(all.properties, MAPI_ATTACH_MIME_TAG, &type) && type.type == MIME_MAPI_STRING8)
        item->type = up_to_null(type.value, false);
    if (!add_property(all.properties, MAPI_ATTACH_LONG_FILENAME, walk->charset, name) &&
        !add_property(all.properties, MAPI_ATTACH_FILENAME, walk->charset, name) &&
        !add_property(all.properties, MAPI_DISPLAY_NAME, walk->charset, name) && all.title.len > 0)
        add_page_text(walk->charset, up_to_null(all.title, false), name);
    return true;
}

/* The next body among the message's properties. */
static bool take_body(mime_tnef *walk, mime_tnef_item *item, mime_text *name)
{
    static const struct {
        uint16_t id;
        mime_tnef_kind kind;
    } bodies[BODIES] = {
        {MAPI_BODY, MIME_TNEF_BODY}, {MAPI_HTML, MIME_TNEF_BODY_HTML}, {MAPI_RTF_COMPRESSED, MIME_TNEF_BODY_RTF}};
    while ((walk->state & TURN_MASK) < BODIES) {
        uint32_t turn = walk->state++ & TURN_MASK;
        mime_mapi_property found, page;
        if ((turn == 0 && walk->state & HAD_BODY) || !mime_mapi_find(walk->attribute, bodies[turn].id, &found))
            continue;
        bool is_wide = found.type == MIME_MAPI_UNICODE, is_narrow = found.type == MIME_MAPI_STRING8;
        if (!is_wide && !is_narrow && found.type != MIME_MAPI_BINARY)
            continue;
        mime_span octets = is_wide || is_narrow ? without_nulls(found.value, is_wide) : found.value;
        if (octets.len == 0)
            continue;
        *item = (mime_tnef_item){.kind = bodies[turn].kind, .octets = octets};
        if (is_wide)
            mime_text_add(name, "utf-16le", 8);
        else if (turn == 0)
            add_page_name(walk->charset, name);
        else if (mime_mapi_find(walk->attribute, MAPI_INTERNET_CODEPAGE, &page) && page.type == MIME_MAPI_INTEGER32 && turn == 1)
            add_page_name(mime_tnef_u32(page.value.at), name);
        return true;
    }
    walk->attribute = (mime_span){NULL, 0};
    return false;
}

bool mime_tnef_is(mime_span octets)
{
    static const uint8_t signature[] = {0x78, 0x9f, 0x3e, 0x22};
    return octets.len >= HEAD_OCTETS && memcmp(octets.at, signature, sizeof signature) == 0;
}

void mime_tnef_begin(mime_tnef *walk, mime_span octets)
{
    *walk = (mime_tnef){.rest = {NULL, 0}};
    if (mime_tnef_is(octets))
        walk->rest = (mime_span){octets.at + HEAD_OCTETS, octets.len - HEAD_OCTETS};
}

bool mime_tnef_next(mime_tnef *walk, mime_tnef_item *item, mime_text *name)
{
    attribute next;
    mime_text_clear(name);
    *item = (mime_tnef_item){.kind = MIME_TNEF_ATTACHMENT};
    if (walk->attribute.at && take_body(walk, item, name))
        return true;
    while (take_attribute(&walk->rest, &next)) {
        if (next.level == LEVEL_ATTACHMENT) {
            if (take_attachment(walk, &next, item, name))
                return true;
        } else if (next.name == OEM_CODEPAGE && next.value.len >= 4) {
            walk->charset = mime_tnef_u32(next.value.at);
        } else if (next.name == BODY && without_nulls(next.value, false).len > 0) {
            walk->state |= HAD_BODY;
            *item = (mime_tnef_item){.kind = MIME_TNEF_BODY, .octets = without_nulls(next.value, false)};
            add_page_name(walk->charset, name);
            return true;
        } else if (next.name == MESSAGE_PROPERTIES) {
            walk->attribute = next.value;
            walk->state &= HAD_BODY;
            if (take_body(walk, item, name))
                return true;
        }
    }
    walk->rest = (mime_span){NULL, 0};
    return false;
}

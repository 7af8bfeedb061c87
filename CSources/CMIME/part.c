/* part.c - the tree of parts, in one pass over the lines of a message. */
#include "mime_part.h"

#include <stdlib.h>

#include "header_private.h"
#include "mime_param.h"
#include "part_private.h"
#include "private.h"

enum { PASSED_EVERY = 4 << 20 }; /* octets between two calls of `passed` */

/* A multipart whose end was not seen yet. */
typedef struct open_multipart {
    uint32_t part;
    uint32_t last_child; /* or MIME_PART_NONE */
    mime_span boundary;
    bool is_digest;
    bool has_open_child; /* the end of the last child was not seen yet */
} open_multipart;

/* Where the pass stands. There is one for the message, and one for each message in it that had to be decoded. */
typedef struct pass {
    mime_message *message;
    const uint8_t *begin, *at, *end;
    open_multipart open[MIME_DEPTH_MOST];
    size_t depth;                          /* open multiparts */
    void (*passed)(void *, size_t);
    void *context;
    const uint8_t *told;
    bool is_out_of_memory;
} pass;

static bool read_parts(pass *p, uint32_t parent);

/* Whether the line at `at` is the boundary of an open multipart, the innermost first: an outer one ends those in it (RFC 2046 section
 * 5.1.2). */
static bool is_boundary(const pass *p, const uint8_t *at, size_t *level_out, bool *closes_out, const uint8_t **behind_out)
{
    if (p->end - at < 3 || at[0] != '-' || at[1] != '-')
        return false;
    for (size_t level = p->depth; level-- > 0;) {
        if (mime_boundary_is(p->open[level].boundary, at, p->end, closes_out, behind_out)) {
            *level_out = level;
            return true;
        }
    }
    return false;
}

static bool begins_boundary(const pass *p, const uint8_t *at)
{
    size_t level;
    bool closes;
    const uint8_t *behind;
    return is_boundary(p, at, &level, &closes, &behind);
}

static bool stops_header(void *context, const uint8_t *line, const uint8_t *end)
{
    (void)end;
    return begins_boundary(context, line);
}

static uint32_t add_part(pass *p, uint32_t parent, uint32_t ordinal)
{
    mime_message *m = p->message;
    if (m->count == m->room) {
        size_t room = m->room ? m->room * 2 : 4;
        mime_part *parts = realloc(m->parts, room * sizeof *parts);
        if (!parts) {
            p->is_out_of_memory = true;
            return MIME_PART_NONE;
        }
        m->parts = parts;
        m->room = room;
    }
    uint32_t depth = parent == MIME_PART_NONE ? 0 : m->parts[parent].depth + 1;
    m->parts[m->count] = (mime_part){.parent = parent, .next = MIME_PART_NONE, .ordinal = ordinal, .depth = depth};
    return (uint32_t)m->count++;
}

static mime_span literal(const char *text) { return (mime_span){(const uint8_t *)text, strlen(text)}; }

/* Takes type and subtype out of the field. What makes no sense is text/plain (RFC 2045 section 5.2), what is missing in a digest a message
 * (RFC 2046 section 5.1.5). */
static void read_type(mime_part *part, mime_span field, bool in_digest)
{
    mime_params walk;
    mime_span whole = mime_params_begin(field, &walk);
    part->content_type = field;
    part->type = literal(in_digest && !whole.len ? "message" : "text");
    part->subtype = literal(in_digest && !whole.len ? "rfc822" : "plain");
    const uint8_t *end = whole.at + whole.len;
    const uint8_t *slash = mime_find(whole.at, end, '/');
    if (!whole.len || slash == end || slash == whole.at || slash + 1 == end)
        return;
    mime_span subtype = mime_trim(mime_between(slash + 1, end));
    size_t len = 0;
    while (len < subtype.len && !mime_is_space(subtype.at[len]))
        len++;
    part->type = mime_trim(mime_between(whole.at, slash));
    part->subtype = (mime_span){subtype.at, len};
}

static bool is_message_type(const mime_part *part)
{
    return mime_part_is(part, "message", "rfc822") || mime_part_is(part, "message", "global") ||
           mime_part_is(part, "message", "news");
}

/* Reads the header of a part that begins at p->at and says what it is. */
static void read_header(pass *p, mime_part *part, bool in_digest)
{
    const uint8_t *header_end;
    const mime_part *parent = part->parent == MIME_PART_NONE ? NULL : &p->message->parts[part->parent];
    const uint8_t *begin = !parent || parent->kind == MIME_PART_MESSAGE ? mime_header_skip(p->at, p->end) : p->at;
    p->at = mime_header_end(begin, p->end, p->depth ? stops_header : NULL, p, &header_end);
    part->header = mime_between(begin, header_end);
    part->body = mime_between(p->at, p->end);
    mime_structure_fields fields = mime_header_structure(part->header);
    part->content_disposition = fields.disposition;
    part->encoding = mime_encoding_named(fields.encoding);
    read_type(part, fields.type, in_digest);
    if (mime_part_is(part, "multipart", NULL))
        part->kind = MIME_PART_MULTIPART;
    else if (is_message_type(part) && part->encoding == MIME_ENCODING_NONE)
        part->kind = MIME_PART_MESSAGE;
}

/* Whether the part may have parts; says so where a limit is why not. */
static bool may_have_parts(mime_message *m, const mime_part *part)
{
    if (part->depth + 1 < MIME_DEPTH_MOST && m->count < MIME_PARTS_MOST)
        return true;
    m->is_cut = true;
    return false;
}

/* Reads parts from p->at on, each the first child of the one before, down to one with no child yet. Returns false where memory was out. */
static bool descend(pass *p, uint32_t parent, uint32_t ordinal, bool in_digest)
{
    for (;;) {
        mime_message *m = p->message;
        uint32_t index = add_part(p, parent, ordinal);
        if (index == MIME_PART_NONE)
            return false;
        mime_part *part = &m->parts[index];
        read_header(p, part, in_digest);
        if (part->kind == MIME_PART_LEAF || !may_have_parts(m, part))
            return true;
        if (part->kind == MIME_PART_MULTIPART) {
            mime_span boundary = mime_boundary_of(m, part);
            if (boundary.len)
                p->open[p->depth++] =
                    (open_multipart){index, MIME_PART_NONE, boundary, mime_part_is(part, "multipart", "digest"), false};
            return true;
        }
        if (p->at == p->end || begins_boundary(p, p->at)) /* a message part with nothing in it */
            return true;
        parent = index;
        ordinal = 1;
        in_digest = false;
    }
}

/* A message in an encoding, which RFC 2045 section 6.4 forbids and senders do: decoded into memory of the tree's, and read. Each level of
 * such is smaller than the one before by a quarter, so all of them cost less than four times the octets. */
static bool read_encoded_message(pass *outer, uint32_t index)
{
    mime_message *m = outer->message;
    mime_part *part = &m->parts[index];
    if (part->kind != MIME_PART_LEAF || part->encoding == MIME_ENCODING_NONE || part->encoding == MIME_ENCODING_UU ||
        !part->body.len || !is_message_type(part) || !may_have_parts(m, part))
        return true;
    mime_text *text = mime_message_own(m, part->body.len + 2 * MIME_DECODE_SLACK);
    uint8_t *to = text ? mime_text_reserve(text, part->body.len + 2 * MIME_DECODE_SLACK) : NULL;
    if (!to) {
        outer->is_out_of_memory = true;
        return false;
    }
    mime_decoder decoder;
    mime_decode_begin(&decoder, part->encoding);
    text->len = mime_decode(&decoder, part->body, to);
    text->len += mime_decode_end(&decoder, to + text->len);
    part->kind = MIME_PART_MESSAGE;
    pass p = {.message = m, .begin = to, .at = to, .end = to + text->len, .told = to};
    bool went_well = !text->len || read_parts(&p, index);
    outer->is_out_of_memory |= p.is_out_of_memory;
    return went_well;
}

/* Ends a part that reached to the end of the octets, and with it every part in it that still does: those stand behind it in the list, and
 * no part of another's does. */
static bool end_part(pass *p, uint32_t index, const uint8_t *end)
{
    size_t count = p->message->count;
    for (size_t i = index; i < count; i++) {
        mime_span *body = &p->message->parts[i].body;
        if (body->at + body->len == p->end)
            body->len = body->at < end ? (size_t)(end - body->at) : 0;
    }
    return read_encoded_message(p, (uint32_t)count - 1);
}

/* The line end before a boundary is the boundary's (RFC 2046 section 5.1.1). */
static const uint8_t *before_line_end(const uint8_t *line, const uint8_t *begin)
{
    if (line > begin && line[-1] == '\n') {
        line--;
        if (line > begin && line[-1] == '\r')
            line--;
    }
    return line;
}

/* Takes a boundary line: ends what it ends, begins the next part. Returns false where the pass is over. */
static bool take_boundary(pass *p, size_t level, bool closes, const uint8_t *behind)
{
    mime_message *m = p->message;
    open_multipart *open = &p->open[level];
    if (open->has_open_child && !end_part(p, open->last_child, before_line_end(p->at, p->begin)))
        return false;
    open->has_open_child = false;
    p->depth = level + 1;
    p->at = behind;
    if (closes) {
        p->depth--; /* what follows is an epilogue, of no part */
        return true;
    }
    if (begins_boundary(p, p->at)) /* two boundaries with nothing between them, not even the blank line: once is enough */
        return true;
    if (m->count >= MIME_PARTS_MOST) {
        m->is_cut = true;
        return false;
    }
    uint32_t index = (uint32_t)m->count, before = open->last_child;
    uint32_t ordinal = before == MIME_PART_NONE ? 1 : m->parts[before].ordinal + 1;
    if (before != MIME_PART_NONE)
        m->parts[before].next = index;
    open->last_child = index;
    open->has_open_child = true;
    return descend(p, open->part, ordinal, open->is_digest);
}

static void tell(pass *p)
{
    if (!p->passed || p->at - p->told < PASSED_EVERY)
        return;
    p->passed(p->context, (size_t)(p->at - p->begin));
    p->told = p->at;
}

/* Reads a message and all in it. Returns false where memory was out or a limit reached. */
static bool read_parts(pass *p, uint32_t parent)
{
    bool goes_on = descend(p, parent, 1, false);
    while (goes_on && p->depth && p->at < p->end) {
        size_t level;
        bool closes;
        const uint8_t *behind;
        if (*p->at == '-' && is_boundary(p, p->at, &level, &closes, &behind)) {
            goes_on = take_boundary(p, level, closes, behind);
        } else {
            p->at = mime_find(p->at, p->end, '\n');
            p->at += p->at < p->end;
        }
        tell(p);
    }
    /* The last part may be one that reaches to the end. */
    return goes_on && read_encoded_message(p, (uint32_t)p->message->count - 1);
}

mime_message *mime_message_read(mime_span octets, void (*passed)(void *, size_t), void *context)
{
    static const uint8_t nothing[1];
    const uint8_t *begin = octets.len ? octets.at : nothing;
    mime_message *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    pass p = {.message = m, .begin = begin, .at = begin, .end = begin + octets.len, .passed = passed, .context = context,
              .told = begin};
    read_parts(&p, MIME_PART_NONE);
    if (!p.is_out_of_memory)
        return m;
    mime_message_destroy(m);
    return NULL;
}

void mime_message_destroy(mime_message *message)
{
    if (!message)
        return;
    while (message->owned) {
        mime_owned *next = message->owned->next;
        mime_text_free(&message->owned->text);
        free(message->owned);
        message->owned = next;
    }
    free(message->parts);
    free(message);
}

mime_text *mime_message_own(mime_message *message, size_t most)
{
    mime_owned *made = malloc(sizeof *made);
    if (!made)
        return NULL;
    mime_text_begin(&made->text, most);
    made->next = message->owned;
    message->owned = made;
    return &made->text;
}

size_t mime_message_count(const mime_message *message) { return message->count; }

const mime_part *mime_message_part(const mime_message *message, size_t index) { return &message->parts[index]; }

bool mime_message_is_cut(const mime_message *message) { return message->is_cut; }

bool mime_part_is(const mime_part *part, const char *type, const char *subtype)
{
    return mime_is(part->type, type) && (!subtype || mime_is(part->subtype, subtype));
}

/* header.c - where a header ends, and its fields. */
#include "header_private.h"

#include "private.h"

/* The octet behind the line's LF, or the end. */
static const uint8_t *behind_line(const uint8_t *at, const uint8_t *end)
{
    const uint8_t *lf = mime_find(at, end, '\n');
    return lf < end ? lf + 1 : end;
}

/* Octets of the line end at `at`: 0 where there is none. */
static size_t line_end(const uint8_t *at, const uint8_t *end)
{
    if (at < end && *at == '\n')
        return 1;
    return end - at > 1 && at[0] == '\r' && at[1] == '\n' ? 2 : 0;
}

/* The colon of a field that begins at `at`; NULL where the line is no field: a name is printable ASCII (RFC 5322 section 3.6.8), with blanks
 * before the colon at most (section 4.5.8). */
static const uint8_t *field_colon(const uint8_t *at, const uint8_t *end)
{
    const uint8_t *p = at;
    while (p < end && *p > ' ' && *p < 0x7f && *p != ':')
        p++;
    if (p == at)
        return NULL;
    while (p < end && mime_is_blank(*p))
        p++;
    return p < end && *p == ':' ? p : NULL;
}

static bool begins(const uint8_t *at, const uint8_t *end, const char *literal)
{
    size_t len = strlen(literal);
    return (size_t)(end - at) >= len && memcmp(at, literal, len) == 0;
}

const uint8_t *mime_header_skip(const uint8_t *at, const uint8_t *end)
{
    if (begins(at, end, "\xef\xbb\xbf"))
        at += 3;
    for (;;) {
        const uint8_t *text = at;
        while (text < end && mime_is_space(*text))
            text++;
        const uint8_t *line = text;
        while (line > at && line[-1] != '\n')
            line--;
        at = line; /* blanks before a line's first word make it no field, so they stay */
        if (!begins(at, end, "From ") && !begins(at, end, ">From "))
            return at;
        at = behind_line(at, end);
    }
}

const uint8_t *mime_header_end(const uint8_t *at, const uint8_t *end, mime_header_stop stop, void *context,
                               const uint8_t **end_out)
{
    const uint8_t *stray = NULL; /* the first of lines that nobody knows yet whose they are */
    bool has_field = false;
    while (at < end) {
        size_t blank = line_end(at, end);
        if (blank) {
            *end_out = stray ? stray : at;
            return stray ? stray : at + blank;
        }
        if (stop && end - at > 1 && at[0] == '-' && at[1] == '-' && stop(context, at, end))
            break;
        if (field_colon(at, end)) {
            stray = NULL;
            has_field = true;
        } else if (!(mime_is_blank(*at) && has_field) && !stray) {
            stray = at;
        }
        at = behind_line(at, end);
    }
    *end_out = stray ? stray : at;
    return *end_out;
}

void mime_header_split(mime_span message, mime_span *header_out, mime_span *body_out)
{
    static const uint8_t nothing[1];
    const uint8_t *begin = message.len ? message.at : nothing;
    const uint8_t *end = begin + message.len;
    const uint8_t *at = mime_header_skip(begin, end);
    const uint8_t *header_end;
    const uint8_t *body = mime_header_end(at, end, NULL, NULL, &header_end);
    *header_out = mime_between(at, header_end);
    *body_out = mime_between(body, end);
}

mime_fields mime_fields_of(mime_span header) { return (mime_fields){header}; }

bool mime_fields_next(mime_fields *walk, mime_field *out)
{
    const uint8_t *at = walk->rest.at;
    const uint8_t *end = at + walk->rest.len;
    const uint8_t *colon = NULL;
    while (at < end && !(colon = field_colon(at, end)))
        at = behind_line(at, end);
    if (at == end) {
        walk->rest = (mime_span){NULL, 0};
        return false;
    }
    const uint8_t *name_end = colon;
    while (mime_is_blank(name_end[-1]))
        name_end--;
    /* Through every line that begins no further field. */
    const uint8_t *next = behind_line(colon, end);
    while (next < end && !field_colon(next, end))
        next = behind_line(next, end);
    const uint8_t *value_end = next;
    if (value_end > colon + 1 && value_end[-1] == '\n') {
        value_end--;
        if (value_end > colon + 1 && value_end[-1] == '\r')
            value_end--;
    }
    *out = (mime_field){mime_between(at, name_end), mime_between(colon + 1, value_end)};
    walk->rest = mime_between(next, end);
    return true;
}

mime_span mime_header_find(mime_span header, const char *name)
{
    mime_fields walk = mime_fields_of(header);
    mime_field field;
    while (mime_fields_next(&walk, &field)) {
        if (mime_is(field.name, name))
            return field.value;
    }
    return (mime_span){NULL, 0};
}

mime_structure_fields mime_header_structure(mime_span header)
{
    mime_structure_fields found = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    mime_fields walk = mime_fields_of(header);
    mime_field field;
    while (mime_fields_next(&walk, &field)) {
        if (field.name.len < 12 || mime_lower(field.name.at[0]) != 'c')
            continue;
        if (!found.type.at && mime_is(field.name, "content-type"))
            found.type = field.value;
        else if (!found.disposition.at && mime_is(field.name, "content-disposition"))
            found.disposition = field.value;
        else if (!found.encoding.at && mime_is(field.name, "content-transfer-encoding"))
            found.encoding = field.value;
    }
    return found;
}

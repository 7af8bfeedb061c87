/* boundary.c - the lines between parts (RFC 2046 section 5.1.1). */
#include "mime_param.h"
#include "part_private.h"
#include "private.h"

enum { BOUNDARY_MOST = 8192 }; /* octets; RFC 2046 allows 70, senders have been seen with thousands */

/* Whether the raw value is the boundary: no fold, no escape. */
static bool is_plain(mime_span value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] == '\\' || value.at[i] == '\r' || value.at[i] == '\n')
            return false;
    }
    return true;
}

/* "x (a comment)", where no quotes say that it is all one. */
static mime_span without_comment(mime_span value)
{
    for (size_t i = 1; i < value.len; i++) {
        if (value.at[i] == '(' && mime_is_blank(value.at[i - 1]))
            value.len = i;
    }
    return mime_trim(value);
}

mime_span mime_boundary_of(mime_message *message, const mime_part *part)
{
    mime_params walk;
    mime_param param;
    mime_span found = {NULL, 0};
    mime_params_begin(part->content_type, &walk);
    while (!found.at && mime_params_next(&walk, &param)) {
        if (mime_is(param.name, "boundary"))
            found = param.is_quoted ? param.value : without_comment(param.value);
    }
    if (!found.at || !is_plain(found)) {
        mime_text *decoded = mime_message_own(message, BOUNDARY_MOST);
        mime_text scratch;
        mime_text_begin(&scratch, BOUNDARY_MOST);
        if (decoded && mime_param_text(part->content_type, "boundary", decoded, &scratch))
            found = (mime_span){decoded->at, decoded->len};
        mime_text_free(&scratch);
    }
    while (found.len && mime_is_space(found.at[found.len - 1]))
        found.len--; /* it cannot end in white space, and mail servers take that away */
    return found.len <= BOUNDARY_MOST ? found : (mime_span){NULL, 0};
}

bool mime_boundary_is(mime_span boundary, const uint8_t *line, const uint8_t *end, bool *closes_out, const uint8_t **behind_out)
{
    const uint8_t *at = line + 2;
    if ((size_t)(end - at) < boundary.len || memcmp(at, boundary.at, boundary.len) != 0)
        return false;
    at += boundary.len;
    *closes_out = end - at > 1 && at[0] == '-' && at[1] == '-';
    if (*closes_out)
        at += 2;
    /* Behind it stand blanks alone, so that "--ab" is no boundary "a"; behind the last one nobody cares. */
    while (at < end && (mime_is_blank(*at) || *at == '\r'))
        at++;
    if (at < end && *at != '\n' && !*closes_out)
        return false;
    at = mime_find(at, end, '\n');
    *behind_out = at < end ? at + 1 : end;
    return true;
}

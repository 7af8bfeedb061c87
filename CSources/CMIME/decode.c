/* decode.c - which decoder a transfer encoding gets, and the one that does nothing. */
#include "mime_decode.h"

#include <string.h>

#include "decode_private.h"

enum { NAME_MAX_OCTETS = 24 }; /* no encoding's name is as long */

static uint8_t lower(uint8_t octet)
{
    return octet >= 'A' && octet <= 'Z' ? (uint8_t)(octet + ('a' - 'A')) : octet;
}

/* Behind the comment that begins at `at`, nested ones included; the end where it never closes (RFC 5322 section 3.2.2). */
static size_t behind_comment(mime_span value, size_t at)
{
    size_t depth = 0;
    for (; at < value.len; at++) {
        if (value.at[at] == '\\')
            at++;
        else if (value.at[at] == '(')
            depth++;
        else if (value.at[at] == ')' && --depth == 0)
            return at + 1;
    }
    return value.len;
}

static bool is_name_octet(uint8_t octet)
{
    return (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') || octet == '-';
}

mime_encoding mime_encoding_named(mime_span value)
{
    static const struct {
        const char *name;
        mime_encoding encoding;
    } known[] = {
        {"base64", MIME_ENCODING_BASE64}, {"quoted-printable", MIME_ENCODING_QUOTED}, {"x-uuencode", MIME_ENCODING_UU},
        {"uuencode", MIME_ENCODING_UU},   {"x-uue", MIME_ENCODING_UU},
    };
    size_t at = 0;
    while (at < value.len) {
        uint8_t octet = value.at[at];
        if (octet == '(')
            at = behind_comment(value, at);
        else if (octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n' || octet == '"' || octet == '\'')
            at++; /* quotes are wrong here (RFC 2045 section 6.1) and sent */
        else
            break;
    }
    char name[NAME_MAX_OCTETS];
    size_t len = 0;
    while (at < value.len && len < sizeof name && is_name_octet(lower(value.at[at])))
        name[len++] = (char)lower(value.at[at++]);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (len == strlen(known[i].name) && memcmp(name, known[i].name, len) == 0)
            return known[i].encoding;
    return MIME_ENCODING_NONE;
}

void mime_decode_begin(mime_decoder *decoder, mime_encoding encoding)
{
    memset(decoder, 0, sizeof *decoder);
    decoder->encoding = encoding;
}

size_t mime_decode(mime_decoder *decoder, mime_span in, uint8_t *out)
{
    if (in.len == 0)
        return 0;
    switch (decoder->encoding) {
    case MIME_ENCODING_BASE64:
        return mime_base64_decode(decoder, in, out);
    case MIME_ENCODING_QUOTED:
        return mime_quoted_decode(decoder, in, out);
    case MIME_ENCODING_UU:
        return mime_uu_decode(decoder, in, out);
    case MIME_ENCODING_NONE:
        break;
    }
    memcpy(out, in.at, in.len);
    return in.len;
}

size_t mime_decode_end(mime_decoder *decoder, uint8_t *out)
{
    switch (decoder->encoding) {
    case MIME_ENCODING_BASE64:
        return mime_base64_end(decoder, out);
    case MIME_ENCODING_QUOTED:
        return mime_quoted_end(decoder, out);
    case MIME_ENCODING_UU:
        return mime_uu_end(decoder, out);
    case MIME_ENCODING_NONE:
        break;
    }
    return 0;
}

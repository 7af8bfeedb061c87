/* decode_uu_line.c - what one line of uuencode is, and its octets (POSIX, uuencode). */
#include "decode_uu_private.h"

#include <string.h>

enum { MODE_DIGITS_MIN = 3, MODE_DIGITS_MAX = 6 }; /* "644"; "100644" is a whole st_mode, seen */

static bool is_letter(uint8_t octet)
{
    return octet >= ' ' && octet <= '`';
}

/* Blank and grave accent are both zero. */
static uint32_t value(uint8_t letter)
{
    return (uint32_t)(letter - ' ') & 63;
}

static size_t without_blanks(mime_span line)
{
    size_t len = line.len;
    while (len > 0 && (line.at[len - 1] == ' ' || line.at[len - 1] == '\t' || line.at[len - 1] == '\r'))
        len--;
    return len;
}

/* The name behind "begin 644 "; nothing where this is not such a line. */
static mime_span name_of_begin(mime_span line)
{
    static const char word[] = "begin ";
    size_t at = sizeof word - 1, digits = 0;
    if (line.len <= at || memcmp(line.at, word, at) != 0)
        return (mime_span){NULL, 0};
    for (; at < line.len && line.at[at] >= '0' && line.at[at] <= '7'; at++)
        digits++;
    if (digits < MODE_DIGITS_MIN || digits > MODE_DIGITS_MAX || at == line.len || line.at[at] != ' ')
        return (mime_span){NULL, 0};
    while (at < line.len && line.at[at] == ' ')
        at++;
    return at < line.len ? (mime_span){line.at + at, line.len - at} : (mime_span){NULL, 0};
}

size_t mime_uu_letters(size_t count)
{
    return (count + 2) / 3 * 4;
}

mime_uu_line mime_uu_look(mime_span line)
{
    mime_uu_line found = {.kind = MIME_UU_OTHER};
    size_t len = without_blanks(line);
    if (len == 0 || (len == 1 && value(line.at[0]) == 0 && is_letter(line.at[0]))) {
        found.kind = MIME_UU_NONE;
        return found;
    }
    if (len == 3 && memcmp(line.at, "end", 3) == 0) {
        found.kind = MIME_UU_END;
        return found;
    }
    found.name = name_of_begin((mime_span){line.at, len});
    if (found.name.at) {
        found.kind = MIME_UU_BEGIN;
        return found;
    }
    if (!is_letter(line.at[0]))
        return found;
    found.count = value(line.at[0]);
    size_t takes = mime_uu_letters(found.count);
    size_t letters = len - 1 < takes ? len - 1 : takes;
    for (size_t i = 1; i <= letters; i++)
        if (!is_letter(line.at[i]))
            return found;
    found.kind = found.count > 0 ? MIME_UU_DATA : MIME_UU_NONE;
    found.letters = letters;
    found.excess = len - 1 - letters;
    /* Blanks at the end are letters, too, where the octets announced need them. */
    while (found.letters < takes && found.letters + 1 < line.len && line.at[found.letters + 1] == ' ')
        found.letters++;
    return found;
}

void mime_uu_octets(const uint8_t *at, size_t letters, size_t count, uint8_t *out)
{
    for (size_t written = 0, from = 0; written < count; from += 4) {
        uint32_t bits = 0;
        for (size_t i = 0; i < 4; i++)
            bits = bits << 6 | (from + i < letters ? value(at[from + i]) : 0);
        for (size_t i = 0; i < 3 && written < count; i++)
            out[written++] = (uint8_t)(bits >> (16 - 8 * i));
    }
}

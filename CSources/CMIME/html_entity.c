/* html_entity.c - `&amp;`, `&#233;`, `&#xe9;`, and what browsers forgive in them (HTML section 13.2.5.72). */
#include "html_private.h"

#include "charset_tables.h"

static bool is_alnum(uint8_t octet)
{
    uint8_t lower = mime_html_lower(octet);
    return (lower >= 'a' && lower <= 'z') || (octet >= '0' && octet <= '9');
}

/* 16 where it is no digit. */
static uint32_t digit(uint8_t octet)
{
    uint8_t lower = mime_html_lower(octet);
    if (octet >= '0' && octet <= '9') return octet - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10u : 16;
}

/* Numbers 80-9F mean what they do in windows-1252: that is what pages with them were written in. */
static uint32_t scalar_of(uint32_t number)
{
    if (number >= 0x80 && number <= 0x9f) return mime_table_windows_1252[number - 0x80];
    bool is_none = number == 0 || number > 0x10ffff || (number >= 0xd800 && number <= 0xdfff);
    return is_none ? 0xfffd : number;
}

static size_t by_number(mime_span text, uint32_t *scalar_out)
{
    size_t begin = 2;
    uint32_t base = 10, number = 0;
    if (text.len > begin && mime_html_lower(text.at[begin]) == 'x') {
        base = 16;
        begin++;
    }
    size_t i = begin;
    for (; i < text.len && digit(text.at[i]) < base; i++)
        if (number <= 0x10ffff) number = number * base + digit(text.at[i]); /* above it, more digits change nothing */
    if (i == begin) return 0;
    *scalar_out = scalar_of(number);
    return i < text.len && text.at[i] == ';' ? i + 1 : i;
}

size_t mime_html_entity(mime_span text, uint32_t *scalar_out)
{
    if (text.len < 2) return 0;
    if (text.at[1] == '#') return by_number(text, scalar_out);

    char name[MIME_ENTITY_NAME_MAX + 1];
    size_t len = 0;
    while (len < MIME_ENTITY_NAME_MAX && len + 1 < text.len && is_alnum(text.at[len + 1])) {
        name[len] = (char)text.at[len + 1];
        len++;
    }
    name[len] = 0;
    if (len + 1 < text.len && text.at[len + 1] == ';') {
        *scalar_out = mime_html_entity_by_name(name, true);
        if (*scalar_out) return len + 2;
    }
    /* The longest name that needs no semicolon: `&copy2024`. */
    for (len = len > MIME_ENTITY_LEGACY_MAX ? MIME_ENTITY_LEGACY_MAX : len; len >= 2; len--) {
        name[len] = 0;
        *scalar_out = mime_html_entity_by_name(name, false);
        if (*scalar_out) return len + 1;
    }
    return 0;
}

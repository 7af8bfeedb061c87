/* param_text.c - what a parameter says: its continuations joined, its charset decoded (RFC 2231). */
#include "mime_param.h"

#include "mime_charset.h"
#include "mime_words.h"
#include "private.h"

/* How a parameter's name relates to the one that is looked for. */
typedef struct segment {
    bool is_wanted, is_extended, is_numbered;
    uint32_t number;
} segment;

/* "filename", "filename*", "filename*12", "filename*12*". */
static segment segment_of(mime_span called, const char *name)
{
    segment s = {0};
    size_t len = strlen(name);
    if (called.len < len || !mime_is((mime_span){called.at, len}, name))
        return s;
    if (called.len > len && called.at[called.len - 1] == '*') {
        s.is_extended = true;
        called.len--;
    }
    if (called.len == len) {
        s.is_wanted = true;
        return s;
    }
    if (called.at[len] != '*' || called.len > len + 5)
        return s;
    for (size_t i = len + 1; i < called.len; i++) {
        if (called.at[i] < '0' || called.at[i] > '9')
            return s;
        s.number = s.number * 10 + (uint32_t)(called.at[i] - '0');
    }
    s.is_numbered = s.is_wanted = called.len > len + 1;
    return s;
}

/* Drops the backslashes of quotes and backslashes alone: "C:\temp\new.txt" is written without escapes by those who write it. */
static void add_unescaped(mime_param param, mime_text *out)
{
    for (size_t i = 0; i < param.value.len; i++) {
        uint8_t octet = param.value.at[i];
        if (param.is_quoted && octet == '\\' && i + 1 < param.value.len &&
            (param.value.at[i + 1] == '"' || param.value.at[i + 1] == '\\'))
            octet = param.value.at[++i];
        mime_text_add_octet(out, octet);
    }
}

static void add_percent(mime_span value, mime_text *out)
{
    for (size_t i = 0; i < value.len; i++) {
        uint8_t octet = value.at[i];
        if (octet == '%' && i + 2 < value.len) {
            int high = mime_hex(value.at[i + 1]), low = mime_hex(value.at[i + 2]);
            if (high >= 0 && low >= 0) {
                octet = (uint8_t)(high << 4 | low);
                i += 2;
            }
        }
        mime_text_add_octet(out, octet);
    }
}

/* Takes "charset'language'" off the front. */
static mime_span charset_before(mime_span *value)
{
    const uint8_t *end = value->at + value->len;
    const uint8_t *one = mime_find(value->at, end, '\'');
    const uint8_t *two = one < end ? mime_find(one + 1, end, '\'') : end;
    if (two == end)
        return (mime_span){NULL, 0};
    mime_span charset = mime_between(value->at, one);
    *value = mime_between(two + 1, end);
    return charset;
}

/* The forms in which a parameter is there, the first of each; what is not has no name. */
typedef struct forms {
    mime_param plain, extended;
    bool has_segments;
} forms;

static forms find_forms(mime_span value, const char *name)
{
    forms found = {0};
    mime_params walk;
    mime_param param;
    mime_params_begin(value, &walk);
    while (mime_params_next(&walk, &param)) {
        segment s = segment_of(param.name, name);
        if (!s.is_wanted)
            continue;
        if (s.is_numbered)
            found.has_segments |= s.number == 0;
        else if (!found.plain.name.at && !s.is_extended)
            found.plain = param;
        else if (!found.extended.name.at && s.is_extended)
            found.extended = param;
    }
    return found;
}

/* A value in the clear, which by the RFCs is ASCII: encoded-words and 8-bit text stand there all the same. */
static void add_text(mime_param param, mime_text *out, mime_text *scratch)
{
    if (!param.is_quoted || !memchr(param.value.at, '\\', param.value.len)) {
        mime_words_decode(param.value, out, scratch);
        return;
    }
    mime_text plain;
    mime_text_begin(&plain, param.value.len);
    add_unescaped(param, &plain);
    mime_words_decode((mime_span){plain.at, plain.len}, out, scratch);
    mime_text_free(&plain);
}

static void add_extended(mime_param param, mime_text *out, mime_text *scratch)
{
    mime_span charset = charset_before(&param.value);
    mime_text_clear(scratch);
    add_percent(param.value, scratch);
    mime_charset_convert(charset, (mime_span){scratch->at, scratch->len}, out);
}

/* The segments from 0 to the first that is missing. They are collected in one walk: a walk for each would be one for every segment that a
 * sender likes to write. */
static void add_segments(mime_span value, const char *name, mime_text *out, mime_text *scratch)
{
    mime_param segments[MIME_PARAM_SEGMENTS];
    bool is_extended[MIME_PARAM_SEGMENTS], is_there[MIME_PARAM_SEGMENTS] = {false};
    mime_params walk;
    mime_param param;
    mime_params_begin(value, &walk);
    while (mime_params_next(&walk, &param)) {
        segment s = segment_of(param.name, name);
        if (!s.is_wanted || !s.is_numbered || s.number >= MIME_PARAM_SEGMENTS || is_there[s.number])
            continue;
        segments[s.number] = param;
        is_extended[s.number] = s.is_extended;
        is_there[s.number] = true;
    }
    mime_span charset = {NULL, 0};
    mime_text octets;
    mime_text_begin(&octets, value.len);
    for (size_t i = 0; i < MIME_PARAM_SEGMENTS && is_there[i]; i++) {
        if (is_extended[i] && i == 0)
            charset = charset_before(&segments[i].value);
        if (is_extended[i])
            add_percent(segments[i].value, &octets);
        else
            add_unescaped(segments[i], &octets);
    }
    mime_span joined = {octets.at, octets.len};
    if (charset.at)
        mime_charset_convert(charset, joined, out);
    else
        mime_words_decode(joined, out, scratch);
    mime_text_free(&octets);
}

bool mime_param_text(mime_span value, const char *name, mime_text *out, mime_text *scratch)
{
    forms found = find_forms(value, name);
    if (found.extended.name.at)
        add_extended(found.extended, out, scratch);
    else if (found.has_segments)
        add_segments(value, name, out, scratch);
    else if (found.plain.name.at)
        add_text(found.plain, out, scratch);
    else
        return false;
    return true;
}

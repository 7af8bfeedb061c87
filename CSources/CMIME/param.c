/* param.c - parameters of Content-Type and its like. */
#include "mime_param.h"

#include "mime_charset.h"
#include "mime_words.h"
#include "private.h"

/* Behind white space and comments; comments nest (RFC 5322 section 3.2.2) and may be open at the end. */
static const uint8_t *skip_space(const uint8_t *at, const uint8_t *end)
{
    while (at < end) {
        if (mime_is_space(*at)) {
            at++;
        } else if (*at == '(') {
            size_t depth = 0;
            const uint8_t *p = at;
            for (; p < end; p++) {
                if (*p == '\\' && p + 1 < end)
                    p++;
                else if (*p == '(')
                    depth++;
                else if (*p == ')' && --depth == 0)
                    break;
            }
            at = p < end ? p + 1 : end;
        } else {
            break;
        }
    }
    return at;
}

/* The quote that closes a string begun just before `at`, or the end. */
static const uint8_t *closing_quote(const uint8_t *at, const uint8_t *end)
{
    while (at < end && *at != '"')
        at += *at == '\\' && at + 1 < end ? 2 : 1;
    return at < end ? at : end;
}

mime_span mime_params_begin(mime_span value, mime_params *walk)
{
    *walk = (mime_params){{NULL, 0}};
    if (!value.at)
        return (mime_span){NULL, 0};
    const uint8_t *end = value.at + value.len;
    const uint8_t *at = skip_space(value.at, end);
    const uint8_t *p = at;
    while (p < end && *p != ';' && *p != '(' && *p != '"' && *p != '=')
        p++;
    /* "text/plain charset=x": the semicolon was forgotten, so the value ends with its first word. */
    if (p < end && *p == '=') {
        const uint8_t *word = at;
        while (word < p && !mime_is_space(*word))
            word++;
        if (word < p) {
            walk->rest = mime_between(word, end);
            return mime_between(at, word);
        }
    }
    mime_span main = mime_trim(mime_between(at, p));
    walk->rest = mime_between(p, end);
    return main;
}

bool mime_params_next(mime_params *walk, mime_param *out)
{
    const uint8_t *at = walk->rest.at;
    const uint8_t *end = at + walk->rest.len;
    while (at < end) {
        at = skip_space(at, end);
        if (at < end && *at == ';') {
            at++;
            continue;
        }
        const uint8_t *name = at;
        while (at < end && *at != '=' && *at != ';' && !(*at == '"' && at > name))
            at++;
        if (at == end)
            break;
        if (*at != '=') {
            at = *at == '"' ? closing_quote(at + 1, end) : at;
            at += at < end;
            continue;
        }
        mime_span called = mime_trim(mime_between(name, at));
        at = skip_space(at + 1, end);
        if (at < end && *at == '"') {
            const uint8_t *close = closing_quote(at + 1, end);
            *out = (mime_param){called, mime_between(at + 1, close), true};
            at = close < end ? close + 1 : end;
        } else {
            const uint8_t *p = mime_find(at, end, ';');
            *out = (mime_param){called, mime_trim(mime_between(at, p)), false};
            at = p;
        }
        walk->rest = mime_between(at, end);
        return true;
    }
    walk->rest = (mime_span){NULL, 0};
    return false;
}

mime_span mime_param_raw(mime_span value, const char *name)
{
    mime_params walk;
    mime_param param;
    mime_params_begin(value, &walk);
    while (mime_params_next(&walk, &param)) {
        if (!mime_is(param.name, name))
            continue;
        if (!param.is_quoted) {
            size_t i = 0;
            while (i < param.value.len && !mime_is_space(param.value.at[i]) && param.value.at[i] != '(')
                i++;
            param.value.len = i;
        }
        return param.value;
    }
    return (mime_span){NULL, 0};
}

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

/* The parameter that is the segment of that number; number -1: the one without. */
static bool find_segment(mime_span value, const char *name, int64_t number, bool extended_only, mime_param *out,
                         bool *is_extended_out)
{
    mime_params walk;
    mime_param param;
    mime_params_begin(value, &walk);
    while (mime_params_next(&walk, &param)) {
        segment s = segment_of(param.name, name);
        if (!s.is_wanted || s.is_numbered != (number >= 0) || (number >= 0 && s.number != number) ||
            (extended_only && !s.is_extended))
            continue;
        *out = param;
        *is_extended_out = s.is_extended;
        return true;
    }
    return false;
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

bool mime_param_text(mime_span value, const char *name, mime_text *out, mime_text *scratch)
{
    mime_param param;
    bool is_extended;
    if (find_segment(value, name, -1, true, &param, &is_extended)) {
        mime_span charset = charset_before(&param.value);
        mime_text_clear(scratch);
        add_percent(param.value, scratch);
        mime_charset_convert(charset, (mime_span){scratch->at, scratch->len}, out);
        return true;
    }
    if (find_segment(value, name, 0, false, &param, &is_extended)) {
        mime_span charset = {NULL, 0};
        mime_text octets;
        mime_text_begin(&octets, value.len);
        for (int64_t i = 0; i < MIME_PARAM_SEGMENTS && find_segment(value, name, i, false, &param, &is_extended); i++) {
            if (is_extended && i == 0)
                charset = charset_before(&param.value);
            if (is_extended)
                add_percent(param.value, &octets);
            else
                add_unescaped(param, &octets);
        }
        mime_span joined = {octets.at, octets.len};
        if (charset.at)
            mime_charset_convert(charset, joined, out);
        else
            mime_words_decode(joined, out, scratch);
        mime_text_free(&octets);
        return true;
    }
    if (find_segment(value, name, -1, false, &param, &is_extended)) {
        add_text(param, out, scratch);
        return true;
    }
    return false;
}

/* param.c - parameters of Content-Type and its like, as they are written. */
#include "mime_param.h"

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

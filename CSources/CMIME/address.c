/* address.c - mailboxes out of address fields. */
#include "mime_address.h"

#include "mime_words.h"
#include "private.h"

/* Octets in angle brackets, eight times what RFC 5321 section 4.5.3.1.3 allows. Where brackets are opened again and again and none is
 * closed, each is looked for no further. */
enum { INSIDE_MOST = 2048 };

/* One mailbox as far as it was read. */
typedef struct mailbox {
    mime_span phrase;   /* all before the bracket, or the bare address: comments and quotes in it */
    mime_span comment;  /* the last one, without its brackets */
    mime_span inside;   /* between the angle brackets; nothing where there are none */
    bool has_quotes;
} mailbox;

mime_addresses mime_addresses_of(mime_span value) { return (mime_addresses){value}; }

/* The octet behind a comment that begins at `at`; one that is open runs to the end. */
static const uint8_t *behind_comment(const uint8_t *at, const uint8_t *end)
{
    size_t depth = 0;
    for (; at < end; at++) {
        if (*at == '\\' && end - at > 1)
            at++;
        else if (*at == '(')
            depth++;
        else if (*at == ')' && --depth == 0)
            return at + 1;
    }
    return end;
}

/* What is in a comment. */
static mime_span comment_between(const uint8_t *at, const uint8_t *behind)
{
    return mime_between(at + 1, behind > at + 1 && behind[-1] == ')' ? behind - 1 : behind);
}

/* The octet behind a quoted string that begins at `at`; NULL where nothing closes it. */
static const uint8_t *behind_quotes(const uint8_t *at, const uint8_t *end)
{
    for (at++; at < end; at++) {
        if (*at == '\\' && end - at > 1)
            at++;
        else if (*at == '"')
            return at + 1;
    }
    return NULL;
}

/* The octet behind an encoded-word at `at`, in which commas and brackets mean nothing; NULL where none begins there. */
static const uint8_t *behind_word(const uint8_t *at, const uint8_t *end)
{
    unsigned marks = 0;
    if (end - at < 8 || at[1] != '?')
        return NULL;
    for (const uint8_t *p = at + 1; p < end && !mime_is_space(*p); p++) {
        if (*p == '?' && ++marks >= 4)
            return p + 1 < end && p[1] == '=' ? p + 2 : NULL;
    }
    return NULL;
}

static bool is_blank(mime_span span) { return mime_trim(span).len == 0; }

/* Reads to the end of one mailbox; false where only separators were left. */
static bool read_mailbox(mime_span *rest, mailbox *out)
{
    const uint8_t *at = rest->at;
    const uint8_t *end = at + rest->len;
    const uint8_t *begin = at;
    const uint8_t *looked = begin; /* to here no "@" was found since begin, or one was */
    bool has_at = false;
    bool quotes_are_open = false;
    *out = (mailbox){{NULL, 0}, {NULL, 0}, {NULL, 0}, false};
    while (at < end) {
        const uint8_t *behind;
        switch (*at) {
        case '"':
            behind = quotes_are_open ? NULL : behind_quotes(at, end);
            quotes_are_open = !behind;
            out->has_quotes = true;
            at = behind ? behind : at + 1;
            break;
        case '(':
            behind = behind_comment(at, end);
            out->comment = comment_between(at, behind);
            at = behind;
            break;
        case '=':
            behind = behind_word(at, end);
            at = behind ? behind : at + 1;
            break;
        case '\\':
            at += end - at > 1 ? 2 : 1;
            break;
        case '<':
            out->phrase = mime_between(begin, at);
            while (at < end && *at == '<')
                at++;
            behind = mime_find(at, end - at > INSIDE_MOST ? at + INSIDE_MOST : end, '>');
            if (behind == end || *behind != '>') /* never closed: then it ends where the next mailbox does */
                behind = mime_find(at, end, ',');
            out->inside = mime_between(at, behind);
            at = behind;
            while (at < end && (*at == '>' || *at == '(' || mime_is_space(*at))) {
                if (*at == '(') {
                    behind = behind_comment(at, end);
                    out->comment = comment_between(at, behind);
                    at = behind;
                } else {
                    at++;
                }
            }
            *rest = mime_between(at, end);
            return true;
        case ':':
            has_at = has_at || mime_find(looked, at, '@') < at;
            looked = at;
            if (!has_at) { /* what stands before it is a group's name */
                begin = at + 1;
                out->has_quotes = false;
            }
            at++;
            break;
        case ',':
        case ';':
            out->phrase = mime_between(begin, at);
            at++;
            if (!is_blank(out->phrase)) {
                *rest = mime_between(at, end);
                return true;
            }
            begin = looked = at;
            has_at = false;
            break;
        default:
            at++;
        }
    }
    out->phrase = mime_between(begin, end);
    *rest = (mime_span){NULL, 0};
    return !is_blank(out->phrase);
}

/* A phrase without its comments, and with what is in quotes as it is meant. keeps_quotes: for a bare address, where they are part of it. */
static void add_phrase(mime_span phrase, bool keeps_quotes, mime_text *out)
{
    const uint8_t *at = phrase.at;
    const uint8_t *end = at + phrase.len;
    while (at < end) {
        if (*at == '(') {
            at = behind_comment(at, end);
            continue;
        }
        const uint8_t *behind = *at == '"' ? behind_quotes(at, end) : NULL;
        if (behind && !keeps_quotes) {
            for (at++; at < behind - 1; at++) {
                if (*at == '\\' && at + 1 < behind - 1)
                    at++;
                mime_text_add_octet(out, *at);
            }
            at = behind;
        } else if (behind) {
            mime_text_add(out, at, (size_t)(behind - at));
            at = behind;
        } else if (*at == '"' || (keeps_quotes && *at == '>')) {
            at++; /* the other half of it is not there */
        } else {
            if (*at == '\\' && end - at > 1)
                at++;
            mime_text_add_octet(out, *at++);
        }
    }
}

/* "@a,@b:anna@c" is "anna@c" (RFC 5322 section 4.4); white space and comments in an address mean nothing. */
static void add_address(mime_span inside, mime_text *out)
{
    inside = mime_trim(inside);
    const uint8_t *at = inside.at;
    const uint8_t *end = at + inside.len;
    if (inside.len && *at == '@') {
        const uint8_t *colon = mime_find(at, end, ':');
        at = colon < end ? colon + 1 : at;
    }
    bool in_quotes = false;
    while (at < end) {
        in_quotes ^= *at == '"';
        if (!in_quotes && *at == '(') {
            at = behind_comment(at, end);
            continue;
        }
        if (in_quotes || !mime_is_space(*at))
            mime_text_add_octet(out, *at);
        at++;
    }
}

static void decode(const mime_text *octets, mime_text *out, mime_text *scratch)
{
    mime_words_decode((mime_span){octets->at, octets->len}, out, scratch);
}

bool mime_addresses_next(mime_addresses *walk, mime_text *name_out, mime_text *address_out, mime_text *scratch)
{
    mailbox found;
    mime_text *octets = &scratch[0];
    mime_text *words = &scratch[1];
    mime_text_clear(name_out);
    mime_text_clear(address_out);
    while (walk->rest.len && read_mailbox(&walk->rest, &found)) {
        mime_text_clear(octets);
        if (!found.inside.at) {
            add_phrase(found.phrase, true, octets);
            if (is_blank((mime_span){octets->at, octets->len})) /* a comment alone */
                continue;
        } else if (found.has_quotes || found.comment.at) {
            add_phrase(found.phrase, false, octets);
            decode(octets, name_out, words);
            mime_text_clear(octets);
            add_address(found.inside, octets);
        } else {
            mime_words_decode(found.phrase, name_out, words);
            add_address(found.inside, octets);
        }
        /* UTF-8 as it is (RFC 6532); an encoded-word has no business here and is read all the same. */
        decode(octets, address_out, words);
        if (!name_out->len && found.comment.at)
            mime_words_decode(found.comment, name_out, words);
        return true;
    }
    return false;
}

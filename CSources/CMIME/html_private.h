/* html_private.h - what the HTML files share. */
#ifndef MIME_HTML_PRIVATE_H
#define MIME_HTML_PRIVATE_H

#include "mime_html.h"
#include "mime_text.h"

/* ---- Words, and the gaps between them. A gap is written when a word follows it: none at the begin or the end of the text. */

enum {
    MIME_HTML_LINE = 1,     /* line ends before what is on a line of its own */
    MIME_HTML_PARAGRAPH = 2 /* and with an empty line between: more empty lines than one say nothing to a reader */
};

typedef struct mime_html_writer {
    mime_text *_Nonnull out;
    size_t lines;  /* line ends that wait */
    size_t pre;    /* how many <pre> are open */
    bool has_word; /* something was written */
    bool blank;    /* a blank waits */
    bool mark;     /* a list item's mark waits */
} mime_html_writer;

/* A block begins or ends: at least so many line ends before the next word. */
void mime_html_block(mime_html_writer *_Nonnull w, size_t lines);
void mime_html_break(mime_html_writer *_Nonnull w);
void mime_html_blank(mime_html_writer *_Nonnull w);
/* Text without tags, its white space collapsed outside <pre>. */
void mime_html_words(mime_html_writer *_Nonnull w, mime_span text, bool has_entities);

/* ---- Entities */

enum {
    MIME_ENTITY_NAME_MAX = 9,  /* "checkmark" */
    MIME_ENTITY_LEGACY_MAX = 6 /* "frac12": the longest that needs no semicolon */
};

/* 0 for none. */
uint32_t mime_html_entity_by_name(const char *_Nonnull name, bool has_semicolon);
/* Reads the entity that `text` begins with, after its `&`; answers its length, the `&` included, or 0 where there is none. */
size_t mime_html_entity(mime_span text, uint32_t *_Nonnull scalar_out);

/* ---- Tags */

enum { MIME_TAG_NAME_MAX = 10 }; /* "blockquote" */

typedef enum mime_html_effect {
    MIME_HTML_INLINE, /* none, as of every unknown tag */
    MIME_HTML_AS_LINE,
    MIME_HTML_AS_PARAGRAPH,
    MIME_HTML_AS_BREAK,
    MIME_HTML_AS_CELL,
    MIME_HTML_AS_ITEM,
    MIME_HTML_AS_LIST,
    MIME_HTML_AS_RULE,
    MIME_HTML_AS_IMAGE,
    MIME_HTML_AS_PRE,
    MIME_HTML_AS_NOTHING,       /* what is in it is not shown */
    MIME_HTML_AS_NOTHING_AT_ALL /* nor is the rest of the document where it does not end: it is no text */
} mime_html_effect;

typedef struct mime_html_tag {
    char name[16]; /* filled up with NUL: compared as two numbers */
    uint8_t effect;
} mime_html_tag;

/* The tag of a name in any case; NULL for one without effect. */
const mime_html_tag *_Nullable mime_html_tag_by_name(mime_span name);

/* The value of an attribute, without its quotes, in `attributes`: what stands between a tag's name and its `>`. Of nothing where it has
 * none. name: lower case. */
mime_span mime_html_attribute(mime_span attributes, const char *_Nonnull name);

static inline bool mime_html_is_space(uint8_t octet)
{
    return octet == ' ' || (octet >= '\t' && octet <= '\r' && octet != '\v');
}

static inline uint8_t mime_html_lower(uint8_t octet)
{
    return octet >= 'A' && octet <= 'Z' ? (uint8_t)(octet + ('a' - 'A')) : octet;
}

#endif

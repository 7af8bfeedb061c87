/* mime_html.h - the words of an HTML part: a bounded scan over its tags, no tree, no network, no script. */
#ifndef MIME_HTML_H
#define MIME_HTML_H

#include "mime_span.h"
#include "mime_text.h"

/* Appends the text of an HTML document, UTF-8 in and out: entities resolved, script, style, head and comments left out, white space
 * collapsed outside pre, lines where blocks and br end them, list items with "* ", links left as their words, images as their alt text.
 * Linear in time, constant in memory beside `out`, whatever is nested. */
void mime_html_text(mime_span html, mime_text *_Nonnull out);

#endif

/* mime_param.h - fields with parameters: Content-Type, Content-Disposition (RFC 2045 section 5.1, RFC 2231). */
#ifndef MIME_PARAM_H
#define MIME_PARAM_H

#include "mime_span.h"
#include "mime_text.h"

/* One parameter, as it is written. */
typedef struct mime_param {
    mime_span name;    /* "filename", "filename*0*" */
    mime_span value;   /* without the quotes, escapes and folds in it */
    bool is_quoted;
} mime_param;

/* Where a walk over parameters stands. */
typedef struct mime_params {
    mime_span rest;
} mime_params;

/* Begins a walk. Returns what stands before the first `;`, comments and white space around it left out: "text/plain". */
mime_span mime_params_begin(mime_span value, mime_params *_Nonnull walk);
/* The next parameter. Returns false behind the last. Pieces without `=` are passed over. */
bool mime_params_next(mime_params *_Nonnull walk, mime_param *_Nonnull out);

/* Appends the value of a parameter (its name in lower case) in UTF-8. Continuations are joined, percent octets decoded by the charset of the
 * first segment (RFC 2231 sections 3 and 4), and, though no RFC allows them there, encoded-words and octets above 7F are read as in
 * unstructured text. Of several forms the extended one counts (RFC 6266 section 4.3). Returns false where there is no such parameter. */
bool mime_param_text(mime_span value, const char *_Nonnull name, mime_text *_Nonnull out, mime_text *_Nonnull scratch);

/* The raw value of a plain parameter, cut at a blank or comment where it is not quoted: charset, boundary. */
mime_span mime_param_raw(mime_span value, const char *_Nonnull name);

enum { MIME_PARAM_SEGMENTS = 256 }; /* continuations of one parameter that are looked for; a name in 20,000 octets is none */

#endif

/* mime_flowed.h - format=flowed (RFC 3676): the sender's soft line breaks taken out. */
#ifndef MIME_FLOWED_H
#define MIME_FLOWED_H

#include "mime_span.h"
#include "mime_text.h"

/* Appends `text` (UTF-8, line ends LF or CRLF) with flowed lines joined. deletes_space: the DelSp=yes of section 4.2. Quoted paragraphs
 * keep their marks ("> ", one for each depth); "-- " stays a line of its own. */
void mime_flowed_text(mime_span text, bool deletes_space, mime_text *_Nonnull out);

#endif

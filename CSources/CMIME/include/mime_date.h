/* mime_date.h - when a message says it was written (RFC 5322 sections 3.3 and 4.3). */
#ifndef MIME_DATE_H
#define MIME_DATE_H

#include "mime_span.h"

typedef struct mime_date {
    int64_t seconds;   /* since 1970-01-01 00:00 UTC, leap seconds not counted */
    int32_t zone;      /* minutes east of UTC, -1439...1439; 0 where unknown */
    bool has_zone;     /* the zone was said, and was not "-0000" */
} mime_date;

/* Reads the value of a Date field, tolerantly: comments, obsolete zones and two-digit years, missing weekday, missing seconds, missing
 * zone, full month names, ISO 8601, asctime's order. Nothing in it can overflow. Returns false where no day, month and year
 * can be made out, or where they or the time of day do not exist. */
bool mime_date_read(mime_span value, mime_date *_Nonnull out);

#endif

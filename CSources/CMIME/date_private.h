/* date_private.h - the words of a date. */
#ifndef MIME_DATE_PRIVATE_H
#define MIME_DATE_PRIVATE_H

#include "mime_span.h"

enum { MIME_ZONE_UNKNOWN = 10000 }; /* no zone: they end at 1439 minutes */

/* 1 to 12 for a month's name or three and more letters of it, any case; 0 for any other word. */
int mime_month_named(mime_span word);
/* Minutes east of UTC; MIME_ZONE_UNKNOWN for a word that is no zone, or more than one. */
int mime_zone_named(mime_span word);

#endif

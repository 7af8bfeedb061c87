/* mime_address.h - mailboxes of From, To, Cc ... (RFC 5322 sections 3.4 and 4.4). */
#ifndef MIME_ADDRESS_H
#define MIME_ADDRESS_H

#include "mime_span.h"
#include "mime_text.h"

/* Where a walk over mailboxes stands. */
typedef struct mime_addresses {
    mime_span rest;
} mime_addresses;

mime_addresses mime_addresses_of(mime_span value);

/* The next mailbox. name_out: cleared, then its display name, unquoted and decoded, or the comment beside an address without one.
 * address_out: cleared, then what stands in the angle brackets, routes left out, or the bare address; unchecked, perhaps empty.
 * Groups give their members; commas may be missing between brackets; quotes and comments may be open. Returns false behind the last.
 * scratch: two texts. */
bool mime_addresses_next(mime_addresses *_Nonnull walk, mime_text *_Nonnull name_out, mime_text *_Nonnull address_out,
                         mime_text *_Nonnull scratch);

#endif

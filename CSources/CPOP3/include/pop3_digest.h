/* pop3_digest.h - SHA-256 of a stream, one context reused for every message (no allocation per message), and APOP's MD5. */
#ifndef POP3_DIGEST_H
#define POP3_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#include "pop3_status.h"

typedef struct pop3_digest pop3_digest; /* opaque */

/* Owner: the caller, until pop3_digest_destroy(). NULL when memory is out or OpenSSL lacks SHA-256. */
pop3_digest *_Nullable pop3_digest_create(void);
void pop3_digest_destroy(pop3_digest *_Nullable d);
void pop3_digest_begin(pop3_digest *_Nonnull d);
void pop3_digest_add(pop3_digest *_Nonnull d, const uint8_t *_Nullable at, size_t len);
void pop3_digest_end(pop3_digest *_Nonnull d, uint8_t sha256_out[_Nonnull 32]);

/* The digest of APOP (RFC 1939 section 7): MD5 of timestamp and shared secret, as 32 lower-case hexadecimal digits and a NUL.
 * Returns 0, or -1 where OpenSSL offers no MD5 (FIPS). */
int pop3_apop_digest(const uint8_t *_Nonnull timestamp, size_t timestamp_len, const uint8_t *_Nonnull secret,
                     size_t secret_len, char hex_out[_Nonnull 33]);

#endif

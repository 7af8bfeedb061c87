/* demo_tls.h - TLS for the demo server: just enough of OpenSSL 3, none of it visible here.
 *
 * For loopback and tests only. Every call blocks. A stream belongs to one thread at a time; a context
 * may be shared. Failures are told in words: `why` receives a NUL-terminated line, cut to `why_size`. */
#ifndef DEMO_TLS_H
#define DEMO_TLS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct demo_tls_context demo_tls_context; /* a certificate and its key */
typedef struct demo_tls_stream demo_tls_stream;   /* one connection */

/* What demo_tls_certificate_write() shall make. */
typedef struct demo_tls_identity {
    const char *common_name;      /* subject CN, at most 64 octets */
    const char *alternative_names; /* OpenSSL words: "DNS:localhost,IP:127.0.0.1"; NULL or "" for none */
    int64_t not_before;           /* seconds from now, may be negative */
    int64_t not_after;            /* seconds from now, may be negative */
    bool self_signed;             /* signed by its own key instead of the throw-away authority */
} demo_tls_identity;

/* Makes an authority (unless self-signed) and a certificate, EC P-256, and writes three PEM files; they are
 * created 0600 and replaced when present. A self-signed certificate is its own authority file.
 * Returns 0, or -1 with `why` filled. */
int demo_tls_certificate_write(const demo_tls_identity *identity, const char *authority_path,
                               const char *certificate_path, const char *key_path, char *why, size_t why_size);

/* Loads a server identity. max_version: 0 for no limit, 12 for TLS 1.2, 11 for TLS 1.1 (which also lowers
 * OpenSSL's security level: a client worth its name refuses). Owner: the caller. NULL with `why` filled on failure. */
demo_tls_context *demo_tls_context_create(const char *certificate_path, const char *key_path, int max_version,
                                          char *why, size_t why_size);
void demo_tls_context_destroy(demo_tls_context *context); /* NULL is welcome; open streams keep what they need */

/* Shakes hands on a connected socket. The socket stays the caller's. NULL with `why` filled on failure. */
demo_tls_stream *demo_tls_accept(demo_tls_context *context, int socket, char *why, size_t why_size);

/* The other side, for the server's own tests: trusts authority_path only and checks host (a name or an address). */
demo_tls_stream *demo_tls_connect(const char *authority_path, const char *host, int socket, char *why, size_t why_size);

/* Octets read (at most size), 0 when the peer ended cleanly, -1 on anything else. */
ptrdiff_t demo_tls_read(demo_tls_stream *stream, uint8_t *into, size_t size);

/* Writes all of `from`, as one record where it fits. 0, or -1 when the peer is gone. */
int demo_tls_write(demo_tls_stream *stream, const uint8_t *from, size_t size);

/* Says close_notify; reading goes on until the peer says the same. 0 or -1. */
int demo_tls_close(demo_tls_stream *stream);

/* Frees the stream and says nothing to the peer: without demo_tls_close() before it, a truncation. NULL is welcome. */
void demo_tls_stream_destroy(demo_tls_stream *stream);

/* MD5, for APOP (RFC 1939 section 7). digest_out has 16 octets. 0 or -1. */
int demo_tls_md5(const uint8_t *from, size_t size, uint8_t *digest_out);

#endif

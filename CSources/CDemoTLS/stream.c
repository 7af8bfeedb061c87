/* stream.c - TLS over a connected, blocking socket. */
#include "demo_tls.h"
#include "why.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

struct demo_tls_context {
    SSL_CTX *ssl;
};

struct demo_tls_stream {
    SSL *ssl;
};

demo_tls_context *demo_tls_context_create(const char *certificate_path, const char *key_path, int max_version,
                                          char *why, size_t why_size) {
    demo_tls_context *context = calloc(1, sizeof *context);
    SSL_CTX *ssl = context ? SSL_CTX_new(TLS_server_method()) : NULL;
    if (!ssl) goto fail;
    if (max_version == 12) SSL_CTX_set_max_proto_version(ssl, TLS1_2_VERSION);
    if (max_version == 11) {
        SSL_CTX_set_security_level(ssl, 0);
        SSL_CTX_set_min_proto_version(ssl, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(ssl, TLS1_1_VERSION);
    }
    if (SSL_CTX_use_certificate_chain_file(ssl, certificate_path) != 1) goto fail;
    if (SSL_CTX_use_PrivateKey_file(ssl, key_path, SSL_FILETYPE_PEM) != 1) goto fail;
    if (SSL_CTX_check_private_key(ssl) != 1) goto fail;
    context->ssl = ssl;
    return context;
fail:
    demo_why(why, why_size, "cannot load the certificate");
    SSL_CTX_free(ssl);
    free(context);
    return NULL;
}

void demo_tls_context_destroy(demo_tls_context *context) {
    if (!context) return;
    SSL_CTX_free(context->ssl);
    free(context);
}

/* Takes ssl, whatever happens. */
static demo_tls_stream *shake_hands(SSL *ssl, int socket, int (*shake)(SSL *), char *why, size_t why_size) {
    demo_tls_stream *stream = calloc(1, sizeof *stream);
    if (!ssl || !stream || SSL_set_fd(ssl, socket) != 1 || shake(ssl) != 1) {
        demo_why(why, why_size, "the TLS handshake failed");
        SSL_free(ssl);
        free(stream);
        return NULL;
    }
    stream->ssl = ssl;
    return stream;
}

demo_tls_stream *demo_tls_accept(demo_tls_context *context, int socket, char *why, size_t why_size) {
    return shake_hands(SSL_new(context->ssl), socket, SSL_accept, why, why_size);
}

static int expect_host(SSL *ssl, const char *host) {
    struct in6_addr unused;
    if (inet_pton(AF_INET, host, &unused) == 1 || inet_pton(AF_INET6, host, &unused) == 1)
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host);
    return SSL_set1_host(ssl, host) == 1 && SSL_set_tlsext_host_name(ssl, host) == 1;
}

demo_tls_stream *demo_tls_connect(const char *authority_path, const char *host, int socket, char *why, size_t why_size) {
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    SSL *ssl = NULL;
    if (context && SSL_CTX_load_verify_locations(context, authority_path, NULL) == 1) {
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
        ssl = SSL_new(context);
        if (ssl && expect_host(ssl, host) != 1) {
            SSL_free(ssl);
            ssl = NULL;
        }
    }
    demo_tls_stream *stream = shake_hands(ssl, socket, SSL_connect, why, why_size);
    SSL_CTX_free(context); /* the SSL keeps its own count */
    return stream;
}

ptrdiff_t demo_tls_read(demo_tls_stream *stream, uint8_t *into, size_t size) {
    int want = size > INT_MAX ? INT_MAX : (int)size;
    for (;;) {
        demo_clear();
        errno = 0;
        int got = SSL_read(stream->ssl, into, want);
        if (got > 0) return got;
        int code = SSL_get_error(stream->ssl, got);
        if (code == SSL_ERROR_ZERO_RETURN) return 0;
        if (code == SSL_ERROR_WANT_READ && errno == EINTR) continue;
        return -1;
    }
}

int demo_tls_write(demo_tls_stream *stream, const uint8_t *from, size_t size) {
    while (size > 0) {
        int piece = size > INT_MAX ? INT_MAX : (int)size;
        demo_clear();
        errno = 0;
        int put = SSL_write(stream->ssl, from, piece);
        if (put <= 0) {
            if (SSL_get_error(stream->ssl, put) == SSL_ERROR_WANT_WRITE && errno == EINTR) continue;
            return -1;
        }
        from += put;
        size -= (size_t)put;
    }
    return 0;
}

int demo_tls_close(demo_tls_stream *stream) {
    demo_clear();
    return SSL_shutdown(stream->ssl) < 0 ? -1 : 0;
}

void demo_tls_stream_destroy(demo_tls_stream *stream) {
    if (!stream) return;
    SSL_free(stream->ssl);
    free(stream);
}

int demo_tls_md5(const uint8_t *from, size_t size, uint8_t *digest_out) {
    unsigned int length = 16;
    return EVP_Digest(from, size, digest_out, &length, EVP_md5(), NULL) == 1 ? 0 : -1;
}

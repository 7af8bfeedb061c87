/* tls.c - the handshake, and octets through TLS (OpenSSL 3). */
#include "link_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>

/* Before every call that may fail: SSL_get_error() reads the thread's queue, which may hold somebody else's error. */
static void begin_call(pop3_link *l)
{
    ERR_clear_error();
    l->tls_receives_left = POP3_TLS_RECEIVES_MAX;
    l->tls_wants = 0;
}

static pop3_status fail_tls(pop3_link *l, const char *what)
{
    const char *reason = ERR_reason_error_string(ERR_peek_last_error());
    return pop3_link_fail(l, POP3_E_TLS, 0, "%s: %s", what, reason != NULL ? reason : "unknown error");
}

static SSL_CTX *context_create(void)
{
    SSL_CTX *c = SSL_CTX_new(TLS_client_method());
    if (c == NULL) return NULL;
    SSL_CTX_set_min_proto_version(c, TLS1_2_VERSION); /* RFC 8996 */
    SSL_CTX_set_options(c, SSL_OP_NO_RENEGOTIATION);
    /* The send buffer may move and grow between two tries of one write. */
    SSL_CTX_set_mode(c, SSL_MODE_AUTO_RETRY | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
    return c;
}

static pop3_status fail_handshake(pop3_link *l, const pop3_tls *want)
{
    if (l->tls_foreign) return l->stuck;
    if (l->trust != POP3_OK) return pop3_tls_fail_trust(l, want->name);
    if (l->tls_eof)
        return pop3_link_fail(l, POP3_E_CLOSED, 0, "the peer closed the connection during the TLS handshake");
    if (l->tls_error != 0)
        return pop3_link_fail(l, POP3_E_IO, l->tls_error, "TLS handshake: %s", pop3_text_errno(l->tls_error));
    return fail_tls(l, "TLS handshake");
}

static pop3_status shake_hands(pop3_link *l, const pop3_tls *want)
{
    pop3_moment now = pop3_now();
    bool fresh = l->connect_left == 0 || l->counts.octets_in + l->counts.octets_out > 0;
    pop3_moment until = fresh ? pop3_after(now, l->limits.connect_ms)
                      : l->connect_left == POP3_NEVER ? POP3_NEVER : now + l->connect_left;
    for (;;) {
        begin_call(l);
        int done = SSL_connect(l->tls);
        if (done == 1) return POP3_OK;
        int why = SSL_get_error(l->tls, done);
        if (l->tls_foreign || (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE))
            return fail_handshake(l, want);
        struct pollfd p[2] = {{.fd = -1}, {.fd = l->fd, .events = why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT}};
        pop3_status status = pop3_link_wait(l, p, 2, until);
        if (status == POP3_E_TIMEOUT)
            return pop3_link_fail_late(l, l->limits.connect_ms, "the TLS handshake was not done within %u ms",
                                       (unsigned)l->limits.connect_ms);
        if (status != POP3_OK) return pop3_link_fail_wait(l, status);
    }
}

pop3_status pop3_link_start_tls(pop3_link *l, const pop3_tls *want)
{
    if (l->stuck != POP3_OK) return l->stuck;
    if (l->fd < 0) return pop3_link_fail(l, POP3_E_IO, ENOTCONN, "not connected");
    if (l->tls != NULL) return pop3_link_fail(l, POP3_E_TLS, 0, "TLS is in use already");
    /* Octets in the clear behind the +OK would be taken for the secured server's (CVE-2011-0411). */
    if (l->in_at < l->in_end)
        return pop3_link_fail(l, POP3_E_INJECTED, 0, "%zu octets in the clear behind the reply to STLS",
                              l->in_end - l->in_at);
    if (l->out_at < l->out_end)
        return pop3_link_fail(l, POP3_E_TLS, 0, "octets queued in the clear were not sent before TLS");

    SSL_CTX *context = context_create();
    l->tls = context != NULL ? SSL_new(context) : NULL;
    BIO *bio = l->tls != NULL ? pop3_tls_bio_create(l) : NULL;
    pop3_status status;
    if (bio == NULL) {
        status = pop3_link_fail(l, POP3_E_MEMORY, 0, "out of memory");
    } else {
        SSL_set_bio(l->tls, bio, bio);
        status = pop3_tls_demand(l, context, l->tls, want);
        if (status == POP3_OK) status = shake_hands(l, want);
    }
    SSL_CTX_free(context); /* the SSL keeps its own reference */
    if (status != POP3_OK) return status;

    l->tls_shaken = true;
    snprintf(l->peer.protocol, sizeof l->peer.protocol, "%s", SSL_get_version(l->tls));
    snprintf(l->peer.cipher, sizeof l->peer.cipher, "%s", SSL_get_cipher_name(l->tls));
    return POP3_OK;
}

static pop3_status fail_read(pop3_link *l, int why)
{
    if (why == SSL_ERROR_ZERO_RETURN)
        return pop3_link_fail(l, POP3_E_CLOSED, 0, "the peer closed the connection");
    if (l->tls_error != 0)
        return pop3_link_fail(l, POP3_E_IO, l->tls_error, "%s", pop3_text_errno(l->tls_error));
    if (l->tls_eof)
        return pop3_link_fail(l, POP3_E_TRUNCATED, 0, "the connection ended without TLS saying so: octets may be missing");
    return fail_tls(l, "TLS");
}

pop3_status pop3_tls_receive(pop3_link *l, uint8_t *to, size_t room, size_t *got_out)
{
    size_t have = 0;
    begin_call(l);
    do { /* many records: SSL_read returns at most one */
        size_t n = 0;
        if (SSL_read_ex(l->tls, to + have, room - have, &n) != 1) {
            int why = SSL_get_error(l->tls, 0);
            bool waits = why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE;
            if (why == SSL_ERROR_WANT_WRITE) l->tls_wants = POLLOUT; /* the answer to a KeyUpdate */
            *got_out = have;
            if (!waits) fail_read(l, why);
            l->last_words = !waits && have > 0;
            if (have > 0) return POP3_OK; /* what came before the end comes first */
            return waits ? POP3_AGAIN : l->stuck;
        }
        have += n;
    } while (have < POP3_DECODE_OCTETS && room - have >= POP3_RECORD_OCTETS
             && (l->sealed_at < l->sealed_end || SSL_has_pending(l->tls) != 0));
    *got_out = have;
    return POP3_OK;
}

ssize_t pop3_tls_send(pop3_link *l, const uint8_t *at, size_t len)
{
    size_t n = 0;
    ERR_clear_error();
    if (SSL_write_ex(l->tls, at, len, &n) == 1) return (ssize_t)n;
    int why = SSL_get_error(l->tls, 0);
    if (why == SSL_ERROR_WANT_WRITE || why == SSL_ERROR_WANT_READ) return -EAGAIN;
    if (l->tls_error == EPIPE || l->tls_error == ECONNRESET) {
        int error = l->tls_error;
        l->tls_error = 0; /* it concerns sending; reading may still find the peer's last words */
        return -error;
    }
    if (l->tls_error != 0) return -l->tls_error;
    fail_tls(l, "TLS");
    return -EPROTO;
}

void pop3_tls_close(pop3_link *l)
{
    if (l->tls != NULL) {
        /* close_notify, so that the peer can tell our end from an attacker's; its answer is not waited for
         * (RFC 8446 section 6.1 permits that). After a fatal error OpenSSL must not be called again. */
        if (l->tls_shaken && l->stuck == POP3_OK && l->send_error == 0) (void)SSL_shutdown(l->tls);
        SSL_free(l->tls);
        l->tls = NULL;
        ERR_clear_error();
    }
    BIO_meth_free(l->tls_method);
    l->tls_method = NULL;
    free(l->sealed);
    l->sealed = NULL;
    l->sealed_at = l->sealed_end = 0;
}

/* tls_bio.c - the socket as OpenSSL sees it.
 *
 * One recv(2) brings many records, as one brings many lines in the clear. They wait here and are copied out once, by
 * the header and the body that OpenSSL asks for: its own read-ahead moves all that waits to the front of its buffer for
 * every record, eight times the octets with 256 KiB. */
#include "link_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>

enum { ALERT = 0x15, HANDSHAKE = 0x16 }; /* content types (RFC 8446 section 5.1) */

/* The first octet of the answer tells TLS from a POP3 greeting, an HTTP error or anything else: no list of
 * OpenSSL's reasons can be as complete. */
static void look_at_answer(pop3_link *l, const uint8_t *at, size_t len)
{
    l->tls_heard = true;
    if (at[0] == ALERT || at[0] == HANDSHAKE) return;
    l->tls_foreign = true;
    size_t line = 0;
    while (line < len && line < 80 && at[line] != '\r' && at[line] != '\n') line++;
    pop3_link_fail(l, POP3_E_NOT_TLS, 0, "the peer does not speak TLS here; it says \"%.*s\"", (int)line,
                   (const char *)at);
}

static int bio_read(BIO *bio, char *to, int len)
{
    pop3_link *l = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (len <= 0) return 0;
    if (l->sealed_at == l->sealed_end) {
        ssize_t n = l->tls_receives_left == 0 ? -EAGAIN : pop3_socket_receive(l, l->sealed, POP3_RECEIVE_OCTETS);
        if (pop3_would_block(n)) {
            BIO_set_retry_read(bio);
            return -1;
        }
        if (n == 0) l->tls_eof = true;
        if (n < 0) l->tls_error = (int)-n;
        if (n <= 0) return n == 0 ? 0 : -1;
        l->sealed_at = 0;
        l->sealed_end = (size_t)n;
        /* Less than asked for: the socket is empty. The next record's missing part is not worth a call that will
         * be told to wait; the fill takes what there is. */
        l->tls_receives_left = n < POP3_RECEIVE_OCTETS ? 0 : l->tls_receives_left - 1;
        if (!l->tls_heard) look_at_answer(l, l->sealed, (size_t)n);
    }
    size_t held = l->sealed_end - l->sealed_at, n = (size_t)len < held ? (size_t)len : held;
    memcpy(to, l->sealed + l->sealed_at, n);
    l->sealed_at += n;
    return (int)n;
}

static int bio_write(BIO *bio, const char *at, int len)
{
    pop3_link *l = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (len <= 0) return 0;
    ssize_t n = pop3_socket_send(l, at, (size_t)len);
    if (n > 0) return (int)n;
    if (n == 0 || pop3_would_block(n)) BIO_set_retry_write(bio);
    else l->tls_error = (int)-n;
    return -1;
}

static long bio_control(BIO *bio, int what, long number, void *pointer)
{
    (void)number;
    (void)pointer;
    const pop3_link *l = BIO_get_data(bio);
    switch (what) {
    case BIO_CTRL_FLUSH: return 1; /* nothing is held back here */
    case BIO_CTRL_EOF: return l->tls_eof && l->sealed_at == l->sealed_end;
    default: return 0;
    }
}

BIO *pop3_tls_bio_create(pop3_link *l)
{
    /* One method object a link keeps this free of globals. The type carries no index: those are few. */
    BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "pop3_link");
    if (method == NULL) return NULL;
    BIO_meth_set_read(method, bio_read);
    BIO_meth_set_write(method, bio_write);
    BIO_meth_set_ctrl(method, bio_control);
    l->tls_method = method;
    l->sealed = malloc(POP3_RECEIVE_OCTETS);
    BIO *bio = l->sealed != NULL ? BIO_new(method) : NULL;
    if (bio == NULL) return NULL;
    BIO_set_data(bio, l);
    BIO_set_init(bio, 1);
    return bio;
}

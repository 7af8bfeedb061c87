/* link.c - the two buffers of a connection and what moves octets through them. */
#include "link_private.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>

enum {
    /* Page size at which the receive buffer begins; the largest in use (arm64 macOS) suits the smaller ones. */
    PAGE_OCTETS = 16384,
    /* Free tail below which the rest is moved to the front, and rest below which the move costs nothing to speak of
     * and buys a whole buffer for the next recv(2). */
    TAIL_MIN_OCTETS = 16384,
    REST_SMALL_OCTETS = 1024
};

pop3_link *pop3_link_create(pop3_deadlines deadlines, int cancel_fd)
{
    pop3_link *l = calloc(1, sizeof *l);
    if (l == NULL) return NULL;
    l->fd = -1;
    l->cancel_fd = cancel_fd;
    l->limits = deadlines;
    l->in = aligned_alloc(PAGE_OCTETS, POP3_RECEIVE_OCTETS);
    l->out = malloc(POP3_SEND_OCTETS);
    if (l->in == NULL || l->out == NULL) {
        free(l->in);
        free(l->out);
        free(l);
        return NULL;
    }
    return l;
}

void pop3_link_destroy(pop3_link *l)
{
    if (l == NULL) return;
    pop3_tls_close(l);
    if (l->fd >= 0) close(l->fd);
    OPENSSL_cleanse(l->in, l->in_high);
    OPENSSL_cleanse(l->out, POP3_SEND_OCTETS);
    free(l->in);
    free(l->out);
    free(l);
}

/* ---- sending ---- */

size_t pop3_link_send_space(const pop3_link *l)
{
    return POP3_SEND_OCTETS - (l->out_end - l->out_at);
}

/* memcpy works in vector registers, and the dynamic linker puts those on the stack when it next looks up a name: a copy of a secret
 * that nobody can wipe. This one goes through an octet at a time. */
static void copy_secret(uint8_t *to, const uint8_t *at, size_t len)
{
    volatile uint8_t *out = to;
    for (size_t i = 0; i < len; i++) out[i] = at[i];
}

void pop3_link_queue(pop3_link *l, const uint8_t *at, size_t len, bool secret)
{
    if (len == 0 || l->stuck != POP3_OK) return;
    if (len > pop3_link_send_space(l)) { /* our own bug: sending a part would garble the stream */
        pop3_link_fail(l, POP3_E_LIMIT, 0, "the send buffer is too small for what was queued");
        return;
    }
    if (len > POP3_SEND_OCTETS - l->out_end) {
        size_t rest = l->out_end - l->out_at;
        memmove(l->out, l->out + l->out_at, rest);
        if (l->out_secret) OPENSSL_cleanse(l->out + rest, l->out_end - rest); /* what the move left behind */
        l->out_at = 0;
        l->out_end = rest;
    }
    if (secret) copy_secret(l->out + l->out_end, at, len);
    else memcpy(l->out + l->out_end, at, len);
    l->out_end += len;
    l->out_secret |= secret;
}

static void mark_sent(pop3_link *l, size_t n)
{
    if (l->out_secret) OPENSSL_cleanse(l->out + l->out_at, n);
    l->out_at += n;
    if (l->out_at < l->out_end) return;
    l->out_at = l->out_end = 0;
    l->out_secret = false;
}

/* Sends until the peer takes no more. */
static pop3_status flush(pop3_link *l)
{
    while (l->out_at < l->out_end) {
        size_t len = l->out_end - l->out_at;
        if (l->send_error != 0) {
            mark_sent(l, len);
            break;
        }
        ssize_t n = l->tls != NULL ? pop3_tls_send(l, l->out + l->out_at, len)
                                   : pop3_socket_send(l, l->out + l->out_at, len);
        if (n > 0) {
            mark_sent(l, (size_t)n);
            if (l->tls == NULL && (size_t)n < len) break; /* full; asking again would only be told so */
        } else if (n == 0 || pop3_would_block(n)) {
            break;
        } else if (l->stuck != POP3_OK) {
            return l->stuck;
        } else if (n == -EPIPE || n == -ECONNRESET) {
            /* A server that hangs up often says why first ("-ERR too many connections"). Those words may lie in
             * the socket already: let them be read, the next fill then tells of the end. */
            l->send_error = (int)-n;
        } else {
            return pop3_link_fail(l, POP3_E_IO, (int)-n, "cannot send: %s", pop3_text_errno((int)-n));
        }
    }
    return POP3_OK;
}

pop3_status pop3_link_push(pop3_link *l)
{
    if (l->last_words && l->in_at < l->in_end) return POP3_OK; /* nobody takes it any more; the next fill says so */
    if (l->stuck != POP3_OK) return l->stuck;
    if (l->fd < 0) return pop3_link_fail(l, POP3_E_IO, ENOTCONN, "not connected");
    return flush(l);
}

/* ---- receiving ---- */

static bool make_room(pop3_link *l)
{
    size_t rest = l->in_end - l->in_at;
    if (l->in_at > 0 && (rest <= REST_SMALL_OCTETS || POP3_RECEIVE_OCTETS - l->in_end < TAIL_MIN_OCTETS)) {
        memmove(l->in, l->in + l->in_at, rest);
        l->in_at = 0;
        l->in_end = rest;
    }
    return l->in_end < POP3_RECEIVE_OCTETS;
}

static void take_in(pop3_link *l, size_t n)
{
    l->in_end += n;
    if (l->in_high < l->in_end) l->in_high = l->in_end;
}

static pop3_status receive(pop3_link *l)
{
    uint8_t *to = l->in + l->in_end;
    size_t room = POP3_RECEIVE_OCTETS - l->in_end;
    if (l->tls != NULL) {
        size_t got = 0;
        pop3_status status = pop3_tls_receive(l, to, room, &got);
        take_in(l, got);
        return status;
    }
    ssize_t n = pop3_socket_receive(l, to, room);
    if (n > 0) {
        take_in(l, (size_t)n);
        return POP3_OK;
    }
    if (pop3_would_block(n)) return POP3_AGAIN;
    /* A reset that send(2) was told of is not told again: recv(2) then sees a plain end. */
    int error = n < 0 ? (int)-n : l->send_error == ECONNRESET ? ECONNRESET : 0;
    if (error == 0) return pop3_link_fail(l, POP3_E_CLOSED, 0, "the peer closed the connection");
    return pop3_link_fail(l, POP3_E_IO, error, "%s", pop3_text_errno(error));
}

static pop3_status fail_quiet(pop3_link *l, pop3_moment until)
{
    if (until == pop3_link_command_ends(l)) return pop3_link_look(l, until);
    return pop3_link_fail_late(l, l->limits.read_ms, "nothing from the peer for %u ms", (unsigned)l->limits.read_ms);
}

pop3_status pop3_link_fill(pop3_link *l)
{
    if (l->stuck != POP3_OK) return l->stuck;
    if (l->fd < 0) return pop3_link_fail(l, POP3_E_IO, ENOTCONN, "not connected");
    if (!make_room(l))
        return pop3_link_fail(l, POP3_E_LIMIT, 0, "%d octets without an end that could be used", POP3_RECEIVE_OCTETS);

    pop3_moment now = pop3_now(), quiet_since = now;
    pop3_status status = pop3_link_look(l, now);
    while (status == POP3_OK) {
        uint64_t moved = l->counts.octets_in + l->counts.octets_out;
        if (l->out_at < l->out_end && (status = flush(l)) != POP3_OK) break;
        if ((status = receive(l)) != POP3_AGAIN) break;
        if (l->send_error != 0)
            return pop3_link_fail(l, POP3_E_IO, l->send_error, "cannot send: %s", pop3_text_errno(l->send_error));

        if (moved != l->counts.octets_in + l->counts.octets_out) quiet_since = pop3_now();
        pop3_moment until = pop3_after(quiet_since, l->limits.read_ms), ends = pop3_link_command_ends(l);
        if (ends < until) until = ends;
        bool unsent = l->out_at < l->out_end;
        struct pollfd p[2] = {{.fd = -1}, {.fd = l->fd, .events = (short)(POLLIN | (unsent ? POLLOUT : 0) | l->tls_wants)}};
        status = pop3_link_wait(l, p, 2, until);
        if (status == POP3_E_TIMEOUT) return fail_quiet(l, until);
        if (status != POP3_OK) return pop3_link_fail_wait(l, status);
    }
    return status;
}

uint8_t *pop3_link_borrow(pop3_link *l, size_t *len_out)
{
    *len_out = l->in_end - l->in_at;
    return l->in + l->in_at;
}

void pop3_link_consume(pop3_link *l, size_t len)
{
    size_t held = l->in_end - l->in_at;
    l->in_at += len < held ? len : held;
    if (l->in_at == l->in_end) l->in_at = l->in_end = 0;
}

/* ---- facts ---- */

bool pop3_link_is_tls(const pop3_link *l)
{
    return l->tls_shaken;
}

bool pop3_link_is_loopback(const pop3_link *l)
{
    return l->loopback;
}

void pop3_link_peer_copy(const pop3_link *l, pop3_peer *peer_out)
{
    *peer_out = l->peer;
}

pop3_link_counts pop3_link_counts_copy(const pop3_link *l)
{
    return l->counts;
}

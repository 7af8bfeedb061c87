/* link_private.h - what the files behind pop3_link.h share. To be included first: it chooses the features of libc. */
#ifndef POP3_LINK_PRIVATE_H
#define POP3_LINK_PRIVATE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <openssl/ssl.h>

#include "pop3_link.h"

/* A moment on the monotonic clock, in nanoseconds. */
typedef uint64_t pop3_moment;
#define POP3_NEVER UINT64_MAX

enum {
    /* Largest plaintext of one TLS record, octets (RFC 8446 section 5.1). */
    POP3_RECORD_OCTETS = 16384,
    /* Octets decoded before they are used: they are in the processor's cache still. */
    POP3_DECODE_OCTETS = 256 * 1024,
    /* recv(2) calls that one SSL_read may make. Records without application data (session tickets) never let
     * SSL_read return by itself, so a flood of them would keep us from looking at the clock. */
    POP3_TLS_RECEIVES_MAX = 4
};

struct pop3_link {
    uint8_t *_Nonnull in;               /* received, decoded: [in_at, in_end) */
    size_t in_at, in_end;
    size_t in_high;                     /* behind it nothing was ever written */
    uint8_t *_Nonnull out;              /* to be sent: [out_at, out_end) */
    size_t out_at, out_end;
    bool out_secret;              /* wipe what was sent */

    int fd;                       /* -1: not connected */
    int cancel_fd;                /* borrowed; -1: none */
    pop3_status stuck;            /* the failure that ended the link, or POP3_OK */
    int error;                    /* errno of it */
    bool last_words;              /* the peer's end was seen behind octets: stuck, but not before they are read */
    uint32_t waited_ms;           /* the deadline that passed, where it was one */
    int send_error;               /* the peer takes no more; its last words may still lie in the socket */

    pop3_deadlines limits;
    pop3_moment command_began;    /* 0: no command yet */
    uint32_t bound_ms;            /* of pop3_link_bound(), 0: none */
    pop3_moment bound_began;
    pop3_moment looked;           /* when the cancel descriptor was looked at last */
    pop3_moment connect_left;     /* what dialling left of connect_ms for the handshake; 0: a fresh start */

    SSL *_Nullable tls;                  /* NULL: in the clear */
    BIO_METHOD *_Nullable tls_method;
    uint8_t *_Nullable sealed;           /* received, not yet decoded: [sealed_at, sealed_end) */
    size_t sealed_at, sealed_end;
    bool tls_shaken;              /* handshake complete */
    bool tls_heard;               /* the first octet of the answer was looked at */
    bool tls_foreign;             /* ... and does not begin a TLS record */
    bool tls_eof;
    int tls_error;                /* errno of the socket under TLS */
    int tls_receives_left;
    short tls_wants;              /* POLLOUT when reading waits for room to write */
    bool has_pin;
    uint8_t pin[32];
    pop3_status trust;            /* the verdict on the certificate, when it was bad */
    int trust_error;              /* X509_V_ERR_... */

    bool loopback;
    pop3_peer peer;
    pop3_link_counts counts;
    char text[POP3_TEXT_MAX];
};

/* text.c */
/* Writes [at, at+len) as printable ASCII, the rest as \xNN, always NUL-terminated; what does not fit is left out
 * whole, never half an escape. `also`: printable octets to be escaped as well. Returns the length. */
size_t pop3_text_escape(char *_Nonnull out, size_t cap, const void *_Nonnull at, size_t len,
                        const char *_Nonnull also);
/* English words for an errno value: strerror(3) speaks the user's language in the user's charset. */
const char *_Nonnull pop3_text_errno(int error);
/* Ends the link: `status` sticks. The words are escaped here, so they may quote the peer. Returns `status`. */
pop3_status pop3_link_fail(pop3_link *_Nonnull l, pop3_status status, int error, const char *_Nonnull format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same for a deadline of `ms` that passed. */
pop3_status pop3_link_fail_late(pop3_link *_Nonnull l, uint32_t ms, const char *_Nonnull format, ...)
    __attribute__((format(printf, 3, 4)));

/* wait.c */
pop3_moment pop3_now(void);
/* `since` plus `ms`; 0 ms means never. */
pop3_moment pop3_after(pop3_moment since, uint32_t ms);
/* Polls p[1] ... p[n-1] and, in p[0], which is filled here, the cancel descriptor.
 * POP3_OK, POP3_E_TIMEOUT, POP3_E_CANCELLED or POP3_E_IO; the link is not failed by it. */
pop3_status pop3_link_wait(pop3_link *_Nonnull l, struct pollfd *_Nonnull p, nfds_t n, pop3_moment until);
/* Fails the link with the words for a cancellation or an error of poll(2). */
pop3_status pop3_link_fail_wait(pop3_link *_Nonnull l, pop3_status status);
/* Looks at the command deadline, and from time to time at the cancel descriptor, without waiting: a peer that always
 * has octets ready must not outrun either. */
pop3_status pop3_link_look(pop3_link *_Nonnull l, pop3_moment now);
pop3_moment pop3_link_command_ends(const pop3_link *_Nonnull l); /* by the sooner of both clocks */

/* resolve.c */
typedef struct pop3_address {
    struct sockaddr_storage at;
    socklen_t len;
} pop3_address;

/* getaddrinfo(3), or what a test puts in its place. */
typedef int (*pop3_lookup_fn)(const char *_Nullable host, const char *_Nullable service,
                              const struct addrinfo *_Nullable hints, struct addrinfo *_Nullable *_Nullable found);

/* Fills list_out[POP3_ADDRESSES_MAX] in the order in which to try (RFC 8305 section 4). */
pop3_status pop3_link_resolve(pop3_link *_Nonnull l, const char *_Nonnull host, uint16_t port, pop3_moment until,
                              pop3_lookup_fn _Nonnull lookup, pop3_address *_Nonnull list_out,
                              size_t *_Nonnull n_out);
size_t pop3_addresses_interleave(const struct addrinfo *_Nullable found, pop3_address *_Nonnull list_out);

/* dial.c */
/* Connects to the first of the addresses that answers (RFC 8305 section 5) and attaches it. */
pop3_status pop3_link_race(pop3_link *_Nonnull l, const pop3_address *_Nonnull list, size_t n, pop3_moment until);

/* socket.c */
/* Non-blocking, closed on exec. Returns 0 or an errno value. */
int pop3_fd_prepare(int fd);
/* Takes `fd`: options, peer's address. */
void pop3_link_attach(pop3_link *_Nonnull l, int fd);
/* recv(2) and send(2), counted; a negated errno value instead of -1. No signal is raised. */
ssize_t pop3_socket_receive(pop3_link *_Nonnull l, void *_Nonnull to, size_t len);
ssize_t pop3_socket_send(pop3_link *_Nonnull l, const void *_Nonnull at, size_t len);
static inline bool pop3_would_block(ssize_t negated) {
    return negated == -EAGAIN || negated == -EWOULDBLOCK;
}
/* "192.0.2.1:110", "[::1]:110" */
void pop3_address_print(const struct sockaddr *_Nonnull at, socklen_t len, char *_Nonnull out, size_t cap);

/* tls.c */
/* At least one octet, or POP3_AGAIN, or a failure. May fail the link and still return POP3_OK with the octets that
 * came before the failure. */
pop3_status pop3_tls_receive(pop3_link *_Nonnull l, uint8_t *_Nonnull to, size_t room, size_t *_Nonnull got_out);
/* Octets taken, or a negated errno value as pop3_socket_send(); -EPROTO when TLS itself failed and the link with it. */
ssize_t pop3_tls_send(pop3_link *_Nonnull l, const uint8_t *_Nonnull at, size_t len);
void pop3_tls_close(pop3_link *_Nonnull l);

/* tls_bio.c */
/* A BIO over the link's socket. OpenSSL's own would raise SIGPIPE and hide the system calls. NULL: out of memory. */
BIO *_Nullable pop3_tls_bio_create(pop3_link *_Nonnull l);

/* trust.c */
/* Sets up what the peer's certificate must fulfil. */
pop3_status pop3_tls_demand(pop3_link *_Nonnull l, SSL_CTX *_Nonnull context, SSL *_Nonnull tls,
                            const pop3_tls *_Nonnull want);
pop3_status pop3_tls_fail_trust(pop3_link *_Nonnull l, const char *_Nullable name);

/* peer.c */
void pop3_peer_note(pop3_peer *_Nonnull peer, X509 *_Nonnull certificate);

#endif

/* pop3_link.h - one connection: dial, TLS, one receive buffer, one send buffer, deadlines, cancellation.
 * One thread at a time; only the cancel descriptor may be written by others. Never raises SIGPIPE. */
#ifndef POP3_LINK_H
#define POP3_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pop3_status.h"

typedef struct pop3_link pop3_link; /* opaque */

enum {
    /* Receive buffer, in octets. Where we are slower than the peer, each recv(2) opens the window, and the system sends
     * what the peer has queued at our expense: few large ones cost a fifth less than many of 256 KiB (measured with
     * SHA-256 on the way); larger gains nothing. A slow line only ever touches the front of it. */
    POP3_RECEIVE_OCTETS = 2 * 1024 * 1024,
    /* Send buffer, in octets: the window of pipelined commands. About 5,000 RETR lines. A single command must fit. */
    POP3_SEND_OCTETS = 64 * 1024,
    /* Pause before the next address is tried beside the last one, ms (RFC 8305 section 8). */
    POP3_ATTEMPT_DELAY_MS = 250,
    /* Addresses of one name that are tried at most; a name server is a stranger too. */
    POP3_ADDRESSES_MAX = 32,
    POP3_TEXT_MAX = 512
};

/* How long to wait, in milliseconds; 0: for ever. */
typedef struct pop3_deadlines {
    uint32_t connect_ms; /* name resolution, connection and handshake together */
    uint32_t read_ms;    /* the peer sends nothing at all (and takes nothing) for this long */
    uint32_t command_ms; /* from pop3_link_command_begins() on, whatever arrives */
} pop3_deadlines;

/* What must be true of the peer. All strings are borrowed for the call. */
typedef struct pop3_tls {
    const char *_Nullable name;      /* DNS name or IP address that the certificate must be for; also SNI for a name */
    const char *_Nullable ca_file;   /* PEM file trusted in place of the system's store; NULL: the system's store */
    /* SHA-256 of the certificate or of its public key (SubjectPublicKeyInfo), 32 octets. A match takes the place of
     * chain, name and dates: the user has named this very key. NULL: no pin. */
    const uint8_t *_Nullable pin;
} pop3_tls;

/* The peer's certificate and the session, as far as they got; empty strings where unknown. For people: printable
 * ASCII only, everything else escaped as \xNN. */
typedef struct pop3_peer {
    char subject[POP3_TEXT_MAX];
    char names[POP3_TEXT_MAX];        /* subjectAltName DNS and IP entries, separated by ", " */
    char issuer[POP3_TEXT_MAX];
    char not_before[32], not_after[32]; /* RFC 3339, UTC */
    uint8_t certificate_sha256[32];
    uint8_t key_sha256[32];
    bool has_certificate;
    char protocol[16];                /* "TLSv1.3" */
    char cipher[64];
    char address[64];                 /* numeric address and port that answered, "[::1]:995" */
} pop3_peer;

/* Makes a link that is not connected.
 * cancel_fd: when it becomes readable, every wait ends with POP3_E_CANCELLED; -1 for none. Borrowed; must outlive the link.
 * Owner: the caller, until pop3_link_destroy(). NULL when memory is out. */
pop3_link *_Nullable pop3_link_create(pop3_deadlines deadlines, int cancel_fd);

/* Closes the socket (with close_notify under TLS, as far as that goes without waiting) and frees the link, wiping both
 * buffers. NULL is welcome. */
void pop3_link_destroy(pop3_link *_Nullable l);

/* Resolves `host` and connects, racing IPv6 and IPv4 (RFC 8305). `host`: name, IPv4 or IPv6 address without brackets. */
pop3_status pop3_link_dial(pop3_link *_Nonnull l, const char *_Nonnull host, uint16_t port);

/* Takes over a connected stream socket (tests, tunnels). The link closes it. */
pop3_status pop3_link_take(pop3_link *_Nonnull l, int fd);

/* Shakes hands. Either straight after dialling, or after the +OK to STLS (RFC 2595 section 4).
 * POP3_E_INJECTED when octets are already buffered: they came in the clear and pose as the secured server's. */
pop3_status pop3_link_start_tls(pop3_link *_Nonnull l, const pop3_tls *_Nonnull want);

bool pop3_link_is_tls(const pop3_link *_Nonnull l);
/* True when the peer is this machine (127.0.0.0/8, ::1, a Unix socket). */
bool pop3_link_is_loopback(const pop3_link *_Nonnull l);
void pop3_link_peer_copy(const pop3_link *_Nonnull l, pop3_peer *_Nonnull peer_out);

/* Whether the peer has ended the stream by now, read or not. Costs a system call and never waits: for what must not be
 * taken for the peer's answer to the next command. */
bool pop3_link_has_hung_up(pop3_link *_Nonnull l);

/* Starts the clock of pop3_deadlines.command_ms. */
void pop3_link_command_begins(pop3_link *_Nonnull l);

/* Starts a clock of its own beside that of command_ms: what is due has to be there within `ms`, however it drips; 0 stops it. */
void pop3_link_bound(pop3_link *_Nonnull l, uint32_t ms);

/* Octets of free space in the send buffer. */
size_t pop3_link_send_space(const pop3_link *_Nonnull l);

/* Appends to the send buffer; nothing is sent yet. `len` must not be above pop3_link_send_space().
 * secret: the buffer is wiped as soon as these octets are sent. */
void pop3_link_queue(pop3_link *_Nonnull l, const uint8_t *_Nonnull at, size_t len, bool secret);

/* Sends as much of the send buffer as the peer takes without waiting, in one system call. The rest goes out
 * beside the next pop3_link_fill(), so a peer that writes before it reads cannot block us. */
pop3_status pop3_link_push(pop3_link *_Nonnull l);

/* Receives at least one octet behind those already buffered, sending queued octets meanwhile.
 * Waits at most as the deadlines say. POP3_E_LIMIT when the buffer is full of octets nobody consumed. */
pop3_status pop3_link_fill(pop3_link *_Nonnull l);

/* The octets received and not yet consumed: a window into the receive buffer, which the caller may change in place
 * (pop3_wire_step does). Valid until the next call on this link. */
uint8_t *_Nonnull pop3_link_borrow(pop3_link *_Nonnull l, size_t *_Nonnull len_out);
void pop3_link_consume(pop3_link *_Nonnull l, size_t len);

/* The cause of the last failure, for people: printable ASCII, at most one line, "" when there is none. Borrowed. */
const char *_Nonnull pop3_link_text(const pop3_link *_Nonnull l);
/* errno of the last POP3_E_IO, POP3_E_REFUSED, POP3_E_UNREACHABLE or POP3_E_MEMORY; 0 when there is none. */
int pop3_link_errno(const pop3_link *_Nonnull l);

/* Milliseconds of the deadline that passed at POP3_E_TIMEOUT; 0 when there is none. */
uint32_t pop3_link_waited_ms(const pop3_link *_Nonnull l);

/* A descriptor pair to cancel with: `wait_out` goes to pop3_link_create(), one octet written to `wake_out` cancels (an async-signal-safe
 * act). Returns 0, or an errno value. The caller closes them. */
int pop3_cancel_open(int *_Nonnull wait_out, int *_Nonnull wake_out);
void pop3_cancel_wake(int wake_fd);
/* Forgets earlier wakes. */
void pop3_cancel_clear(int wait_fd);
void pop3_cancel_close(int wait_fd, int wake_fd);

/* How many system calls this link has made, for benchmarks that gate on counts. */
typedef struct pop3_link_counts {
    uint64_t receives, sends, polls, octets_in, octets_out;
} pop3_link_counts;
pop3_link_counts pop3_link_counts_copy(const pop3_link *_Nonnull l);

#endif

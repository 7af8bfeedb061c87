/* test_peer.h - a POP3 server's end of TLS that does as it is told, and a look inside the link, for tests only. */
#ifndef TEST_PEER_H
#define TEST_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if !defined(__clang__) && !defined(_Nonnull)
#define _Nonnull
#define _Nullable
#endif

struct pop3_link;
typedef struct test_peer test_peer; /* opaque */

typedef enum test_peer_act {
    TEST_PEER_ECHO = 0,      /* greets, returns every octet, closes as TLS wants it once the client has */
    TEST_PEER_CLOSE = 1,     /* greets, close_notify */
    TEST_PEER_CUT = 2,       /* greets, closes the socket without close_notify */
    TEST_PEER_RESET = 3,     /* greets, resets the connection */
    TEST_PEER_FLOOD = 4,     /* writes flood_octets without reading, then reads to the end */
    TEST_PEER_TICKETS = 5,   /* sends session tickets without end, never an application octet */
    TEST_PEER_STLS = 6,      /* greets in the clear, answers one line with +OK, then TLS and ECHO without a greeting */
    TEST_PEER_HANG_UP = 7    /* closes as soon as the ClientHello is there */
} test_peer_act;

typedef struct test_peer_seen {
    char server_name[256];   /* SNI, "" when there was none */
    uint64_t octets;         /* application octets received */
    bool shaken;             /* the handshake was completed */
    bool close_notify;       /* the client's close_notify came */
} test_peer_seen;

/* Listens on 127.0.0.1 and serves one connection in a thread of its own. max_version: 0x0302 (TLS 1.1) ... or 0.
 * NULL when a certificate cannot be read. Owner: the caller, until test_peer_finish(). */
test_peer *_Nullable test_peer_start(const char *_Nonnull certificate, const char *_Nonnull key, test_peer_act act,
                                     int max_version, size_t flood_octets, uint16_t *_Nonnull port_out);
/* Waits for the connection's end and frees the peer. */
test_peer_seen test_peer_finish(test_peer *_Nonnull p);

/* Whether [at, at+len) is what the flood holds from octet `from` on. */
bool test_peer_flood_matches(const uint8_t *_Nullable at, size_t len, size_t from);

/* Races two loopback addresses ("127.0.0.1" or "::1"), as if a name had them; a pop3_status. */
int test_peer_race(struct pop3_link *_Nonnull l, const char *_Nonnull first, uint16_t first_port,
                   const char *_Nonnull second, uint16_t second_port, uint32_t ms);
/* Resolves a name whose server takes lookup_ms to say "127.0.0.1"; a pop3_status. */
int test_peer_resolve_slowly(struct pop3_link *_Nonnull l, uint32_t lookup_ms, uint32_t ms);
/* Resolves a name that the name service does not know, or that it says nothing about for now; a pop3_status. */
int test_peer_resolve_in_vain(struct pop3_link *_Nonnull l, bool answers);
/* `families`: one of '4' '6' 'x' for each entry of the resolver's answer. Writes the entries' indices, as letters
 * from 'a', in the order to try; returns their number. */
size_t test_peer_interleave(const char *_Nonnull families, char *_Nonnull order_out, size_t cap);
/* Whether the send buffer still holds `needle`, sent or not. */
bool test_peer_send_buffer_holds(const struct pop3_link *_Nonnull l, const char *_Nonnull needle);

#endif

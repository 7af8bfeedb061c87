/* tls_peer.c - one TLS connection, served by a thread. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "test_peer.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

struct test_peer {
    pthread_t thread;
    SSL_CTX *context;
    SSL *tls;
    int listener, fd;
    test_peer_act act;
    size_t flood_octets;
    test_peer_seen seen;
};

static uint8_t flood_octet(size_t i)
{
    return (uint8_t)(i * 31 + (i >> 8) * 7);
}

bool test_peer_flood_matches(const uint8_t *at, size_t len, size_t from)
{
    for (size_t i = 0; i < len; i++)
        if (at[i] != flood_octet(from + i)) return false;
    return true;
}

static void flood(test_peer *p)
{
    uint8_t chunk[16384];
    for (size_t sent = 0; sent < p->flood_octets;) {
        size_t n = p->flood_octets - sent < sizeof chunk ? p->flood_octets - sent : sizeof chunk;
        for (size_t i = 0; i < n; i++) chunk[i] = flood_octet(sent + i);
        size_t done = 0;
        if (SSL_write_ex(p->tls, chunk, n, &done) != 1) return;
        sent += done;
    }
}

static void read_to_the_end(test_peer *p, bool echo)
{
    uint8_t chunk[16384];
    size_t n = 0;
    while (SSL_read_ex(p->tls, chunk, sizeof chunk, &n) == 1) {
        p->seen.octets += n;
        if (echo && SSL_write_ex(p->tls, chunk, n, &n) != 1) return;
    }
    p->seen.close_notify = (SSL_get_shutdown(p->tls) & SSL_RECEIVED_SHUTDOWN) != 0;
}

static void clear_part(test_peer *p)
{
    char line[64];
    (void)!write(p->fd, "+OK ready\r\n", 11);
    (void)!read(p->fd, line, sizeof line);
    (void)!write(p->fd, "+OK go on\r\n", 11);
}

static bool gone(int fd)
{
    struct pollfd p = {.fd = fd, .events = 0};
    return poll(&p, 1, 0) > 0;
}

static bool serve_secured(test_peer *p)
{
    static const char greeting[] = "+OK ready\r\n";
    bool silent = p->act == TEST_PEER_STLS || p->act == TEST_PEER_TICKETS || p->act == TEST_PEER_FLOOD;
    if (!silent) SSL_write(p->tls, greeting, sizeof greeting - 1);
    switch (p->act) {
    case TEST_PEER_CUT: return false;
    case TEST_PEER_RESET: {
        struct linger now = {1, 0};
        usleep(100000); /* the greeting first: a reset may overtake it */
        setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        return false;
    }
    case TEST_PEER_TICKETS:
        /* OpenSSL forgives a client that leaves without reading its tickets, so the socket has to be asked. */
        while (!gone(p->fd) && SSL_new_session_ticket(p->tls) == 1 && SSL_do_handshake(p->tls) == 1)
            ;
        return false;
    case TEST_PEER_FLOOD:
        flood(p);
        read_to_the_end(p, false);
        return true;
    case TEST_PEER_ECHO:
    case TEST_PEER_STLS: read_to_the_end(p, true); return true;
    default: return true;
    }
}

static void *serve(void *argument)
{
    test_peer *p = argument;
    sigset_t pipes;
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipes, NULL); /* the client's mistakes shall raise it, not ours */
    p->fd = accept(p->listener, NULL, NULL);
    if (p->fd < 0) return NULL;
    if (p->act == TEST_PEER_HANG_UP) {
        char hello[4096];
        (void)!read(p->fd, hello, sizeof hello);
        close(p->fd);
        return NULL;
    }
    if (p->act == TEST_PEER_STLS) clear_part(p);
    p->tls = SSL_new(p->context);
    SSL_set_fd(p->tls, p->fd);
    bool polite = false;
    if (SSL_accept(p->tls) == 1) {
        p->seen.shaken = true;
        polite = serve_secured(p);
    }
    const char *name = SSL_get_servername(p->tls, TLSEXT_NAMETYPE_host_name);
    if (name != NULL) snprintf(p->seen.server_name, sizeof p->seen.server_name, "%s", name);
    if (polite) SSL_shutdown(p->tls);
    SSL_free(p->tls);
    close(p->fd);
    return NULL;
}

static SSL_CTX *context(const char *certificate, const char *key, int max_version)
{
    SSL_CTX *c = SSL_CTX_new(TLS_server_method());
    if (c == NULL) return NULL;
    if (max_version != 0) {
        SSL_CTX_set_min_proto_version(c, 0);
        SSL_CTX_set_max_proto_version(c, max_version);
        SSL_CTX_set_cipher_list(c, "DEFAULT:@SECLEVEL=0");
    }
    if (SSL_CTX_use_certificate_chain_file(c, certificate) == 1 &&
        SSL_CTX_use_PrivateKey_file(c, key, SSL_FILETYPE_PEM) == 1)
        return c;
    SSL_CTX_free(c);
    return NULL;
}

test_peer *test_peer_start(const char *certificate, const char *key, test_peer_act act, int max_version,
                           size_t flood_octets, uint16_t *port_out)
{
    test_peer *p = calloc(1, sizeof *p);
    if (p == NULL) return NULL;
    p->act = act;
    p->flood_octets = flood_octets;
    p->context = context(certificate, key, max_version);
    p->listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    if (p->context == NULL || bind(p->listener, (struct sockaddr *)&at, len) != 0 || listen(p->listener, 4) != 0 ||
        getsockname(p->listener, (struct sockaddr *)&at, &len) != 0 ||
        pthread_create(&p->thread, NULL, serve, p) != 0) {
        SSL_CTX_free(p->context);
        close(p->listener);
        free(p);
        return NULL;
    }
    *port_out = ntohs(at.sin_port);
    return p;
}

test_peer_seen test_peer_finish(test_peer *p)
{
    shutdown(p->listener, SHUT_RDWR); /* a client that never came must not be waited for */
    pthread_join(p->thread, NULL);
    test_peer_seen seen = p->seen;
    SSL_CTX_free(p->context);
    close(p->listener);
    free(p);
    return seen;
}

/* socket.c - one stream socket: its options, its address, its two system calls. */
#include "link_private.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>

#ifdef MSG_NOSIGNAL
#define POP3_SEND_FLAGS MSG_NOSIGNAL
#else
#define POP3_SEND_FLAGS 0 /* SO_NOSIGPIPE does it */
#endif

int pop3_fd_prepare(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) return errno;
    return fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ? errno : 0;
}

void pop3_address_print(const struct sockaddr *at, socklen_t len, char *out, size_t cap)
{
    char host[NI_MAXHOST], port[NI_MAXSERV];
    if (cap > 0) out[0] = 0;
    if (at->sa_family != AF_INET && at->sa_family != AF_INET6) return;
    if (getnameinfo(at, len, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0) return;
    snprintf(out, cap, at->sa_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
}

static bool is_loopback(const struct sockaddr_storage *at)
{
    if (at->ss_family == AF_UNIX) return true;
    if (at->ss_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, at, sizeof v4);
        return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
    }
    if (at->ss_family != AF_INET6) return false;
    struct sockaddr_in6 v6;
    memcpy(&v6, at, sizeof v6);
    return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr) ||
           (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr) && v6.sin6_addr.s6_addr[12] == 127);
}

void pop3_link_attach(pop3_link *l, int fd)
{
    int on = 1;
    /* Commands are queued here and pushed when a window is whole; Nagle's delay on top only costs. Fails on a Unix
     * socket, where nothing is delayed anyway. */
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef SO_NOSIGPIPE
    (void)setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    l->fd = fd;
    struct sockaddr_storage at = {0};
    socklen_t len = sizeof at;
    if (getpeername(fd, (struct sockaddr *)&at, &len) != 0) return;
    /* The peer of a socketpair(2) has no name, only a family. */
    l->loopback = is_loopback(&at);
    pop3_address_print((const struct sockaddr *)&at, len, l->peer.address, sizeof l->peer.address);
}

pop3_status pop3_link_take(pop3_link *l, int fd)
{
    if (l->stuck != POP3_OK) return l->stuck;
    if (l->fd >= 0) return pop3_link_fail(l, POP3_E_IO, EISCONN, "the link is connected already");
    int error = pop3_fd_prepare(fd);
    pop3_link_attach(l, fd); /* even then: the link owns it from here on */
    if (error != 0) return pop3_link_fail(l, POP3_E_IO, error, "not a socket: %s", pop3_text_errno(error));
    return POP3_OK;
}

bool pop3_link_has_hung_up(pop3_link *l)
{
    if (l->stuck != POP3_OK || l->fd < 0) return true;
    l->counts.polls++;
#ifdef POLLRDHUP
    /* Seen past octets that nobody has read yet: TLS says goodbye before it goes. */
    struct pollfd p = {.fd = l->fd, .events = POLLRDHUP};
    return poll(&p, 1, 0) > 0;
#else
    struct pollfd p = {.fd = l->fd, .events = POLLIN};
    char octet;
    return poll(&p, 1, 0) > 0 && ((p.revents & (POLLHUP | POLLERR)) != 0 || recv(l->fd, &octet, 1, MSG_PEEK) <= 0);
#endif
}

ssize_t pop3_socket_receive(pop3_link *l, void *to, size_t len)
{
    ssize_t n;
    do {
        l->counts.receives++;
        n = recv(l->fd, to, len, 0);
    } while (n < 0 && errno == EINTR);
    if (n < 0) return -errno;
    l->counts.octets_in += (uint64_t)n;
    return n;
}

ssize_t pop3_socket_send(pop3_link *l, const void *at, size_t len)
{
    ssize_t n;
    do {
        l->counts.sends++;
        n = send(l->fd, at, len, POP3_SEND_FLAGS);
    } while (n < 0 && errno == EINTR);
    if (n < 0) return -errno;
    l->counts.octets_out += (uint64_t)n;
    return n;
}

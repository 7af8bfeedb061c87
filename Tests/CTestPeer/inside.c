/* inside.c - what no public call shows: the race with chosen addresses, a slow name server, the send buffer. */
#include "../../CSources/CPOP3/link_private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "test_peer.h"

static pop3_address address(const char *text, uint16_t port)
{
    pop3_address a = {0};
    if (strchr(text, ':') != NULL) {
        struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
        inet_pton(AF_INET6, text, &v6.sin6_addr);
        memcpy(&a.at, &v6, a.len = sizeof v6);
    } else {
        struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
        inet_pton(AF_INET, text, &v4.sin_addr);
        memcpy(&a.at, &v4, a.len = sizeof v4);
    }
    return a;
}

int test_peer_race(pop3_link *l, const char *first, uint16_t first_port, const char *second, uint16_t second_port,
                   uint32_t ms)
{
    pop3_address list[2] = {address(first, first_port), address(second, second_port)};
    return pop3_link_race(l, list, 2, pop3_after(pop3_now(), ms));
}

/* The service string carries the delay, so that no global has to. */
static int slow_lookup(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    (void)host;
    long ms = strtol(service, NULL, 10);
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
    return getaddrinfo("127.0.0.1", service, hints, found);
}

int test_peer_resolve_slowly(pop3_link *l, uint32_t lookup_ms, uint32_t ms)
{
    pop3_address list[POP3_ADDRESSES_MAX];
    size_t n = 0;
    pop3_status status = pop3_link_resolve(l, "slow.test", (uint16_t)lookup_ms, pop3_after(pop3_now(), ms),
                                           slow_lookup, list, &n);
    return status == POP3_OK && n != 1 ? POP3_E_IO : status;
}

static int no_such_host(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    (void)host, (void)service, (void)hints, (void)found;
    return EAI_NONAME;
}

static int no_answer(const char *host, const char *service, const struct addrinfo *hints, struct addrinfo **found)
{
    (void)host, (void)service, (void)hints, (void)found;
    return EAI_AGAIN;
}

int test_peer_resolve_in_vain(pop3_link *l, bool answers)
{
    pop3_address list[POP3_ADDRESSES_MAX];
    size_t n = 0;
    return pop3_link_resolve(l, "pop.test", 110, pop3_after(pop3_now(), 5000), answers ? no_such_host : no_answer, list, &n);
}

size_t test_peer_interleave(const char *families, char *order_out, size_t cap)
{
    enum { MOST = 64 };
    struct addrinfo all[MOST];
    struct sockaddr_in6 v6[MOST]; /* large enough for either; the port carries the index */
    size_t n = strlen(families);
    if (n > MOST) n = MOST;
    memset(all, 0, sizeof all);
    memset(v6, 0, sizeof v6);
    for (size_t i = 0; i < n; i++) {
        v6[i].sin6_port = htons((uint16_t)i); /* at the same place in sockaddr_in */
        v6[i].sin6_family = families[i] == '6' ? AF_INET6 : AF_INET;
        all[i].ai_family = families[i] == '6' ? AF_INET6 : families[i] == '4' ? AF_INET : AF_UNIX;
        all[i].ai_addr = (struct sockaddr *)&v6[i];
        all[i].ai_addrlen = families[i] == '6' ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
        all[i].ai_next = i + 1 < n ? &all[i + 1] : NULL;
    }
    pop3_address list[POP3_ADDRESSES_MAX];
    size_t found = pop3_addresses_interleave(n > 0 ? all : NULL, list);
    for (size_t i = 0; i < found && i < cap; i++) {
        struct sockaddr_in v4;
        memcpy(&v4, &list[i].at, sizeof v4);
        order_out[i] = (char)('a' + ntohs(v4.sin_port));
    }
    return found;
}

bool test_peer_send_buffer_holds(const pop3_link *l, const char *needle)
{
    size_t len = strlen(needle);
    for (size_t i = 0; i + len <= POP3_SEND_OCTETS; i++)
        if (memcmp(l->out + i, needle, len) == 0) return true;
    return false;
}

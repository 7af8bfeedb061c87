/* resolve.c - a host name's addresses, in the order to try them, within a deadline.
 *
 * getaddrinfo(3) can neither be given a deadline nor be cancelled, so it runs in a detached thread. Whoever leaves
 * last, the thread or the caller, frees what they share. */
#include "link_private.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct lookup {
    atomic_int owners;
    int done_fd;              /* the thread closes it when it is done: no octet is written, so no SIGPIPE */
    pop3_lookup_fn call;
    int code;                 /* of getaddrinfo(3) */
    struct addrinfo *found;
    char service[8];
    char host[];
} lookup;

static const struct addrinfo stream_hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};

static void lookup_leave(lookup *k)
{
    if (atomic_fetch_sub_explicit(&k->owners, 1, memory_order_acq_rel) != 1) return;
    if (k->found != NULL) freeaddrinfo(k->found);
    free(k);
}

static void *lookup_run(void *argument)
{
    lookup *k = argument;
    k->code = k->call(k->host, k->service, &stream_hints, &k->found);
    if (k->code != 0) k->found = NULL;
    int fd = k->done_fd;
    /* Leaving comes first: its release order is what makes the result visible to the one who sees the pipe end. */
    lookup_leave(k);
    close(fd);
    return NULL;
}

/* Starts the thread; *done_out becomes readable when it is through. NULL with errno set. */
static lookup *lookup_start(const char *host, const char *service, pop3_lookup_fn call, int *done_out)
{
    size_t len = strlen(host);
    lookup *k = calloc(1, sizeof *k + len + 1);
    int ends[2];
    if (k == NULL || pop3_cancel_open(&ends[0], &ends[1]) != 0) {
        free(k);
        return NULL;
    }
    atomic_init(&k->owners, 2);
    k->done_fd = ends[1];
    k->call = call;
    memcpy(k->host, host, len + 1);
    snprintf(k->service, sizeof k->service, "%s", service);

    pthread_attr_t detached;
    pthread_t thread;
    sigset_t every, before;
    sigfillset(&every);
    int error = pthread_attr_init(&detached);
    if (error == 0) {
        pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
        /* The program's signals are for its own threads. */
        pthread_sigmask(SIG_SETMASK, &every, &before);
        error = pthread_create(&thread, &detached, lookup_run, k);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        pthread_attr_destroy(&detached);
    }
    if (error != 0) {
        pop3_cancel_close(ends[0], ends[1]);
        free(k);
        errno = error;
        return NULL;
    }
    *done_out = ends[0];
    return k;
}

/* The next entry of `family` (or of any other family than it) from `at` on. */
static const struct addrinfo *next_of(const struct addrinfo *at, int family, bool same)
{
    while (at != NULL && ((at->ai_family != AF_INET && at->ai_family != AF_INET6) ||
                          at->ai_addrlen > sizeof(struct sockaddr_storage) || (at->ai_family == family) != same))
        at = at->ai_next;
    return at;
}

/* RFC 8305 section 4: the families take turns, beginning with the one that the system's own sorting (RFC 6724)
 * puts first. */
size_t pop3_addresses_interleave(const struct addrinfo *found, pop3_address *list_out)
{
    const struct addrinfo *first = next_of(found, AF_UNSPEC, false);
    if (first == NULL) return 0;
    int family = first->ai_family;
    const struct addrinfo *turn[2] = {first, next_of(found, family, false)};
    size_t n = 0;
    for (int who = 0; n < POP3_ADDRESSES_MAX && (turn[0] != NULL || turn[1] != NULL); who ^= 1) {
        const struct addrinfo *a = turn[who];
        if (a == NULL) continue;
        memset(&list_out[n], 0, sizeof list_out[n]);
        memcpy(&list_out[n].at, a->ai_addr, a->ai_addrlen);
        list_out[n++].len = a->ai_addrlen;
        turn[who] = next_of(a->ai_next, family, who == 0);
    }
    return n;
}

static pop3_status fail_lookup(pop3_link *l, const char *host, int code)
{
    switch (code) {
    case EAI_MEMORY: return pop3_link_fail(l, POP3_E_MEMORY, 0, "out of memory");
    case EAI_NONAME: return pop3_link_fail(l, POP3_E_RESOLVE, 0, "%.255s: no such host name", host);
    /* None of these says that there is no such host: a cron job may try again. */
    case EAI_AGAIN: return pop3_link_fail(l, POP3_E_NAME_SERVICE, 0, "the name service does not answer");
    case EAI_FAIL: return pop3_link_fail(l, POP3_E_NAME_SERVICE, 0, "the name service fails");
    case EAI_SYSTEM: return pop3_link_fail(l, POP3_E_NAME_SERVICE, 0, "the name service cannot be asked");
    default: return pop3_link_fail(l, POP3_E_RESOLVE, 0, "%.255s: %s", host, gai_strerror(code));
    }
}

static pop3_status answer(pop3_link *l, const char *host, int code, const struct addrinfo *found,
                          pop3_address *list_out, size_t *n_out)
{
    if (code != 0) return fail_lookup(l, host, code);
    *n_out = pop3_addresses_interleave(found, list_out);
    return *n_out == 0 ? pop3_link_fail(l, POP3_E_RESOLVE, 0, "%.255s: no address", host) : POP3_OK;
}

pop3_status pop3_link_resolve(pop3_link *l, const char *host, uint16_t port, pop3_moment until, pop3_lookup_fn call,
                              pop3_address *list_out, size_t *n_out)
{
    char service[8];
    snprintf(service, sizeof service, "%u", (unsigned)port);

    /* An address needs nobody's answer. */
    struct addrinfo hints = stream_hints, *found = NULL;
    hints.ai_flags |= AI_NUMERICHOST;
    if (getaddrinfo(host, service, &hints, &found) == 0) {
        pop3_status status = answer(l, host, 0, found, list_out, n_out);
        freeaddrinfo(found);
        return status;
    }

    int done = -1;
    lookup *k = lookup_start(host, service, call, &done);
    if (k == NULL)
        return pop3_link_fail(l, POP3_E_MEMORY, errno, "cannot look up a name: %s", pop3_text_errno(errno));
    struct pollfd p[2] = {{.fd = -1}, {.fd = done, .events = POLLIN}};
    pop3_status status = pop3_link_wait(l, p, 2, until);
    close(done);
    if (status == POP3_OK) {
        /* The end of the pipe was seen, so the thread has left; the load pairs with its release. */
        (void)atomic_load_explicit(&k->owners, memory_order_acquire);
        status = answer(l, host, k->code, k->found, list_out, n_out);
    } else if (status == POP3_E_TIMEOUT) {
        status = pop3_link_fail_late(l, l->limits.connect_ms, "%.255s: the name service did not answer within %u ms", host,
                                     (unsigned)l->limits.connect_ms);
    } else {
        status = pop3_link_fail_wait(l, status);
    }
    lookup_leave(k);
    return status;
}

/* dial.c - the race of RFC 8305 section 5: the first address to connect wins, the others are closed. */
#include "link_private.h"

#include <errno.h>
#include <unistd.h>

typedef struct race {
    pop3_link *l;
    const pop3_address *list;
    size_t n, next;                                /* addresses; the one to be tried next */
    size_t running;
    struct pollfd polled[1 + POP3_ADDRESSES_MAX];  /* [0] belongs to pop3_link_wait() */
    size_t which[1 + POP3_ADDRESSES_MAX];          /* index into list, beside polled */
    pop3_moment next_at;
    int winner;
    int error;                                     /* the failure worth telling */
    size_t error_of;
} race;

static void note_failure(race *r, int error, size_t which, pop3_moment now)
{
    /* "Refused" says that the host is there: worth more to the user than "no route" of a family he does not have. */
    if (r->error != ECONNREFUSED) {
        r->error = error;
        r->error_of = which;
    }
    r->next_at = now; /* nobody to wait for */
}

static void start_next(race *r, pop3_moment now)
{
    size_t which = r->next++;
    const pop3_address *a = &r->list[which];
    int fd = socket(a->at.ss_family, SOCK_STREAM, 0);
    if (fd < 0) {
        note_failure(r, errno, which, now);
        return;
    }
    int error = pop3_fd_prepare(fd);
    if (error == 0 && connect(fd, (const struct sockaddr *)&a->at, a->len) == 0) {
        r->winner = fd;
        return;
    }
    if (error == 0) error = errno;
    if (error != EINPROGRESS && error != EINTR) { /* an interrupted connect(2) goes on by itself */
        close(fd);
        note_failure(r, error, which, now);
        return;
    }
    r->running++;
    r->polled[r->running] = (struct pollfd){.fd = fd, .events = POLLOUT};
    r->which[r->running] = which;
    r->next_at = pop3_after(now, POP3_ATTEMPT_DELAY_MS);
}

static void collect(race *r, pop3_moment now)
{
    size_t kept = 0;
    for (size_t i = 1; i <= r->running; i++) {
        struct pollfd p = r->polled[i];
        size_t which = r->which[i];
        if (p.revents != 0 && r->winner < 0) {
            int error = 0;
            socklen_t len = sizeof error;
            if (getsockopt(p.fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0) error = errno;
            if (error == 0) {
                r->winner = p.fd;
            } else {
                close(p.fd);
                note_failure(r, error, which, now);
            }
            continue;
        }
        kept++;
        r->polled[kept] = p;
        r->which[kept] = which;
    }
    r->running = kept;
}

static pop3_status run(race *r, pop3_moment until)
{
    for (;;) {
        pop3_moment now = pop3_now();
        if (r->next < r->n && now >= r->next_at) start_next(r, now);
        if (r->winner >= 0) return POP3_OK;
        if (r->next < r->n && r->next_at <= now) continue;
        if (r->running == 0) return POP3_E_UNREACHABLE;

        pop3_moment wake = r->next < r->n && r->next_at < until ? r->next_at : until;
        pop3_status status = pop3_link_wait(r->l, r->polled, (nfds_t)(1 + r->running), wake);
        if (status == POP3_E_TIMEOUT && wake == until) return status;
        if (status != POP3_OK && status != POP3_E_TIMEOUT) return status;
        if (status == POP3_OK) collect(r, pop3_now());
    }
}

static pop3_status fail_race(race *r, pop3_status status)
{
    pop3_link *l = r->l;
    if (status == POP3_E_CANCELLED || status == POP3_E_IO) return pop3_link_fail_wait(l, status);
    char address[64] = "";
    const pop3_address *a = &r->list[r->error_of];
    pop3_address_print((const struct sockaddr *)&a->at, a->len, address, sizeof address);
    if (r->error == ECONNREFUSED)
        return pop3_link_fail(l, POP3_E_REFUSED, r->error, "%s: connection refused", address);
    if (status == POP3_E_TIMEOUT) {
        pop3_address_print((const struct sockaddr *)&r->list[0].at, r->list[0].len, address, sizeof address);
        return pop3_link_fail_late(l, l->limits.connect_ms, "%s%s: no answer within %u ms", address,
                                   r->n > 1 ? " and its other addresses" : "", (unsigned)l->limits.connect_ms);
    }
    return pop3_link_fail(l, POP3_E_UNREACHABLE, r->error, "%s: %s", address, pop3_text_errno(r->error));
}

pop3_status pop3_link_race(pop3_link *l, const pop3_address *list, size_t n, pop3_moment until)
{
    race r = {.l = l, .list = list, .n = n, .winner = -1};
    pop3_status status = run(&r, until);
    for (size_t i = 1; i <= r.running; i++) close(r.polled[i].fd);
    if (status != POP3_OK) return fail_race(&r, status);
    pop3_link_attach(l, r.winner);
    return POP3_OK;
}

pop3_status pop3_link_dial(pop3_link *l, const char *host, uint16_t port)
{
    if (l->stuck != POP3_OK) return l->stuck;
    if (l->fd >= 0) return pop3_link_fail(l, POP3_E_IO, EISCONN, "the link is connected already");
    pop3_moment until = pop3_after(pop3_now(), l->limits.connect_ms);
    pop3_address list[POP3_ADDRESSES_MAX];
    size_t n = 0;
    pop3_status status = pop3_link_resolve(l, host, port, until, getaddrinfo, list, &n);
    if (status == POP3_OK) status = pop3_link_race(l, list, n, until);
    if (status != POP3_OK) return status;
    pop3_moment now = pop3_now();
    /* At least one, because 0 says "none was used". */
    l->connect_left = until == POP3_NEVER ? POP3_NEVER : until > now ? until - now : 1;
    return POP3_OK;
}

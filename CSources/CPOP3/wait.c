/* wait.c - the one place that waits: deadlines and cancellation hold for every poll(2). */
#include "link_private.h"

#include <errno.h>
#include <limits.h>
#include <time.h>

enum { NS_PER_MS = 1000000 };

/* How long octets may flow without a look at the cancel descriptor. Below what a person notices, above what a
 * benchmark does. */
static const pop3_moment look_every = (pop3_moment)20 * NS_PER_MS;

pop3_moment pop3_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (pop3_moment)t.tv_sec * 1000 * NS_PER_MS + (pop3_moment)t.tv_nsec;
}

pop3_moment pop3_after(pop3_moment since, uint32_t ms)
{
    return ms == 0 ? POP3_NEVER : since + (pop3_moment)ms * NS_PER_MS;
}

static int poll_timeout(pop3_moment now, pop3_moment until)
{
    if (until == POP3_NEVER) return -1;
    pop3_moment ms = (until - now + NS_PER_MS - 1) / NS_PER_MS; /* rounded up: early would mean spinning */
    return ms > INT_MAX ? INT_MAX : (int)ms;
}

pop3_status pop3_link_wait(pop3_link *l, struct pollfd *p, nfds_t n, pop3_moment until)
{
    for (;;) {
        pop3_moment now = pop3_now();
        if (now >= until) return POP3_E_TIMEOUT;
        /* poll(2) passes over a negative descriptor, so "none" needs no case of its own. */
        p[0] = (struct pollfd){.fd = l->cancel_fd, .events = POLLIN};
        l->counts.polls++;
        int ready = poll(p, n, poll_timeout(now, until));
        if (ready < 0 && errno != EINTR && errno != EAGAIN) return POP3_E_IO;
        if (ready <= 0) continue;
        l->looked = now;
        return p[0].revents != 0 ? POP3_E_CANCELLED : POP3_OK;
    }
}

pop3_status pop3_link_fail_wait(pop3_link *l, pop3_status status)
{
    if (status == POP3_E_CANCELLED) return pop3_link_fail(l, status, 0, "cancelled");
    int error = errno;
    return pop3_link_fail(l, POP3_E_IO, error, "cannot wait for the peer: %s", pop3_text_errno(error));
}

static pop3_moment bound_ends(const pop3_link *l)
{
    return pop3_after(l->bound_began, l->bound_ms);
}

pop3_moment pop3_link_command_ends(const pop3_link *l)
{
    pop3_moment command = l->command_began == 0 ? POP3_NEVER : pop3_after(l->command_began, l->limits.command_ms);
    return bound_ends(l) < command ? bound_ends(l) : command;
}

pop3_status pop3_link_look(pop3_link *l, pop3_moment now)
{
    if (now >= bound_ends(l))
        return pop3_link_fail_late(l, l->bound_ms, "the answer was not whole within %u ms", (unsigned)l->bound_ms);
    if (now >= pop3_link_command_ends(l))
        return pop3_link_fail_late(l, l->limits.command_ms, "the command was not done within %u ms",
                                   (unsigned)l->limits.command_ms);
    if (l->cancel_fd < 0 || now - l->looked < look_every) return POP3_OK;
    l->looked = now;
    l->counts.polls++;
    struct pollfd p = {.fd = l->cancel_fd, .events = POLLIN};
    if (poll(&p, 1, 0) > 0) return pop3_link_fail_wait(l, POP3_E_CANCELLED);
    return POP3_OK;
}

void pop3_link_command_begins(pop3_link *l)
{
    l->command_began = pop3_now();
}

void pop3_link_bound(pop3_link *l, uint32_t ms)
{
    l->bound_ms = ms;
    if (ms != 0) l->bound_began = pop3_now();
}

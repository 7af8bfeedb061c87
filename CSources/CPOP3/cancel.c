/* cancel.c - a descriptor pair that ends waits from another thread or a signal handler.
 *
 * A pipe on every system: an eventfd(2) takes nothing but eight octets at once, and the header promises that one
 * octet will do. */
#include "link_private.h"

#include <errno.h>
#include <unistd.h>

int pop3_cancel_open(int *wait_out, int *wake_out)
{
    int ends[2];
    if (pipe(ends) != 0) return errno;
    for (int i = 0; i < 2; i++) {
        int error = pop3_fd_prepare(ends[i]);
        if (error == 0) continue;
        close(ends[0]);
        close(ends[1]);
        return error;
    }
    *wait_out = ends[0];
    *wake_out = ends[1];
    return 0;
}

void pop3_cancel_wake(int wake_fd)
{
    int saved = errno; /* a signal handler must not change it under the code it interrupts */
    ssize_t n;
    do n = write(wake_fd, "", 1);
    while (n < 0 && errno == EINTR);
    /* A full pipe is a cancelled one: EAGAIN is as good as success. */
    errno = saved;
}

void pop3_cancel_clear(int wait_fd)
{
    uint8_t sink[64];
    ssize_t n;
    do n = read(wait_fd, sink, sizeof sink);
    while (n > 0 || (n < 0 && errno == EINTR));
}

void pop3_cancel_close(int wait_fd, int wake_fd)
{
    if (wait_fd >= 0) close(wait_fd);
    if (wake_fd >= 0 && wake_fd != wait_fd) close(wake_fd);
}

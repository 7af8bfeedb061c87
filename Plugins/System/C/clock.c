/* clock.c - see the header. */
#define _GNU_SOURCE
#include "plugin_clock.h"

#include <time.h>

int64_t plugin_now(void) { return (int64_t)time(NULL); }

int64_t plugin_ticks(void) {
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void plugin_pause(uint32_t milliseconds) {
    struct timespec wait = {.tv_sec = (time_t)(milliseconds / 1000), .tv_nsec = (long)(milliseconds % 1000) * 1000000};
    (void)nanosleep(&wait, NULL); /* a signal makes it shorter, which is welcome */
}

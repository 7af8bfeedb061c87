/* export_clock.h - the time of day, and waiting. */
#ifndef EXPORT_CLOCK_H
#define EXPORT_CLOCK_H
#include <stdint.h>

int64_t export_now(void);                    /* seconds since 1970, UTC */
int64_t export_ticks(void);                  /* milliseconds of a clock that nobody sets */
void export_pause(uint32_t milliseconds);
#endif

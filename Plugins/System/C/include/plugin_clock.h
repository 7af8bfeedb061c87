/* plugin_clock.h - the time of day, and waiting. */
#ifndef PLUGIN_CLOCK_H
#define PLUGIN_CLOCK_H
#include <stdint.h>

int64_t plugin_now(void);                    /* seconds since 1970, UTC */
int64_t plugin_ticks(void);                  /* milliseconds of a clock that nobody sets */
void plugin_pause(uint32_t milliseconds);
#endif

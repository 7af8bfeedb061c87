/* uringsync.h - fsync of many files in one go, by io_uring where the kernel lets us. */
#ifndef URINGSYNC_H
#define URINGSYNC_H

#include <stdbool.h>

/* Whether this system has it; the first call finds out. */
bool uring_is_there(void);
/* All files at once, by the kernel's own threads; false and errno where one failed. */
bool uring_sync(const int *files, int count);

#endif

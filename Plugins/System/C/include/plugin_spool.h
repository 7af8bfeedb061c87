/* plugin_spool.h - octets that wait on disk, and octets that leave through a descriptor the user gave us.
 *
 * All answer a value of at least 0, or the negated errno; all repeat on EINTR. */
#ifndef PLUGIN_SPOOL_H
#define PLUGIN_SPOOL_H
#include <stddef.h>
#include <stdint.h>

/* A file that no folder lists, read and write, mode 0600, in $TMPDIR or /tmp: gone with its last descriptor. */
int plugin_open_spool(void);

/* Where the next read or write begins, also that of a child that gets the descriptor. `at` from 0 on. */
int plugin_seek(int fd, int64_t at);

/* All of it, or an error. Waits where the descriptor does not block by itself, as an inherited one may be set. */
int plugin_send(int fd, const void *at, size_t len);
#endif

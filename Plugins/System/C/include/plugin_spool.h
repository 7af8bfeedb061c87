/* plugin_spool.h - octets that wait on disk, and octets that leave through a descriptor the user gave us.
 *
 * All answer a value of at least 0, or the negated errno; all repeat on EINTR. */
#ifndef PLUGIN_SPOOL_H
#define PLUGIN_SPOOL_H
#include <stddef.h>
#include <stdint.h>

/* A file that no folder lists, read and write, mode 0600, in $TMPDIR or /tmp: gone with its last descriptor. */
int plugin_open_spool(void);
/* That folder's path; the environment's, or constant. */
const char *plugin_spool_folder(void);

/* Where the next read or write begins, also that of a child that gets the descriptor. `at` from 0 on. */
int plugin_seek(int fd, int64_t at);

/* All of it, or an error. Waits where the descriptor does not block by itself, as an inherited one may be set. */
int plugin_send(int fd, const void *at, size_t len);

/* A file's first `size` octets as memory, for reading; they must stay what they are. *at_out: NULL for none. */
int plugin_map(int fd, size_t size, const void **at_out);
void plugin_unmap(const void *at, size_t size);
/* Lets go of the memory of the mapping's whole pages before `size` octets: what is read again comes from the file again. */
void plugin_forget(const void *at, size_t size);
#endif

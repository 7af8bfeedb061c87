/* plugin_system.h - the system calls of plugins that write files, as plain functions.
 *
 * Swift's Glibc module hides what needs _GNU_SOURCE (O_TMPFILE, linkat flags, syncfs, renameat2) and every variadic call.
 * All answer a value of at least 0, or the negated errno; all repeat on EINTR. Names are NUL-terminated and relative
 * to `dir`, a descriptor; a name that is a symbolic link is never followed. */
#ifndef PLUGIN_SYSTEM_H
#define PLUGIN_SYSTEM_H
#include <stddef.h>
#include <stdint.h>

/* Makes the folder and every missing one above it, mode 0777 & umask, each durable when `durable`. 1: it was made, 0: it was there. */
int plugin_make_folders(const char *path, int durable);
int plugin_open_folder(const char *path);
/* A folder within the folder, made where missing; never through a symbolic link. */
int plugin_open_subfolder(int dir, const char *name);

/* A file without a name, read and write. -EOPNOTSUPP where the system or the file system has none. */
int plugin_create_nameless(int dir);
/* A new file under that name, read and write; -EEXIST when it is there. */
int plugin_create(int dir, const char *name);
/* Opens for reading and appending, making it where missing. *made_out: 1 when it was made. */
int plugin_open_append(int dir, const char *name, int *made_out);
/* A folder within the folder; never through a symbolic link. */
int plugin_open_folder_at(int dir, const char *name);
/* A regular file for reading, by a path of the user's, links followed. */
int plugin_open_file(const char *path);
void plugin_close(int fd);

/* Gives a nameless file its name; never replaces: -EEXIST. *by_proc: kept by the caller between calls, 0 at first; set to 1
 * once the kernel refused the direct way, so it is asked once. */
int plugin_name_nameless(int dir, int fd, const char *name, int *by_proc);
/* Moves a file to a name that must not exist: -EEXIST. */
int plugin_rename_new(int from_dir, const char *from, int to_dir, const char *to);
int plugin_remove(int dir, const char *name);

int plugin_write(int fd, const void *at, size_t len); /* all of it, or an error */
int64_t plugin_read_at(int fd, void *at, size_t len, int64_t offset);
int64_t plugin_size(int fd);
int plugin_truncate(int fd, int64_t size);

/* 1: `name` is a regular file with exactly the octets of `fd`; 0: it is not. */
int plugin_same(int dir, const char *name, int fd);
/* Likewise of a file that is open for reading. */
int plugin_same_octets(int other, int fd);

/* Whether plugin_sync_all makes every file of the folder's file system durable at once; else each file needs plugin_sync. */
int plugin_can_sync_all(void);
int plugin_sync_all(int dir);
int plugin_sync(int fd);

/* Octets that may still be written to the folder's file system by us; INT64_MAX where it does not say. */
int64_t plugin_free_octets(int dir);

int plugin_lock(int fd); /* -EWOULDBLOCK when another process holds it */

/* Calls `each` with every name in the folder but "." and "..". */
int plugin_list(int dir, void (*each)(void *context, const char *name, size_t len), void *context);

/* A thread that runs `run(context)` and is waited for by plugin_thread_join, once. NULL when there can be none. */
typedef struct plugin_thread plugin_thread;
plugin_thread *plugin_thread_start(void (*run)(void *context), void *context);
void plugin_thread_join(plugin_thread *thread);

/* Raises the soft limit of open files as far as `wanted` more need it; answers how many more there may be, at most `wanted`.
 * From any thread: what is given to one is not given to another until plugin_descriptor_return(). */
int plugin_descriptor_room(int wanted);
void plugin_descriptor_return(int room);
uint64_t plugin_random(void);
/* The system's words for an error, NUL-terminated in `out`. */
void plugin_reason(int error, char *out, size_t size);
#endif

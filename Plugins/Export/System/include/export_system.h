/* export_system.h - the system calls of the export, as plain functions.
 *
 * Swift's Glibc module hides what needs _GNU_SOURCE (O_TMPFILE, linkat flags, syncfs, renameat2) and every variadic call.
 * All answer a value of at least 0, or the negated errno; all repeat on EINTR. Names are NUL-terminated and relative
 * to `dir`, a descriptor; a name that is a symbolic link is never followed. */
#ifndef EXPORT_SYSTEM_H
#define EXPORT_SYSTEM_H
#include <stddef.h>
#include <stdint.h>

/* Makes the folder and every missing one above it, mode 0777 & umask, each durable when `durable`. 1: it was made, 0: it was there. */
int export_make_folders(const char *path, int durable);
int export_open_folder(const char *path);
/* A folder within the folder, made where missing; never through a symbolic link. */
int export_open_subfolder(int dir, const char *name);

/* A file without a name, read and write. -EOPNOTSUPP where the system or the file system has none. */
int export_create_nameless(int dir);
/* A new file under that name, read and write; -EEXIST when it is there. */
int export_create(int dir, const char *name);
/* Opens for reading and appending, making it where missing. *made_out: 1 when it was made. */
int export_open_append(int dir, const char *name, int *made_out);
/* A folder within the folder; never through a symbolic link. */
int export_open_folder_at(int dir, const char *name);
/* A regular file for reading, by a path of the user's, links followed. */
int export_open_file(const char *path);
void export_close(int fd);

/* Gives a nameless file its name; never replaces: -EEXIST. *by_proc: kept by the caller between calls, 0 at first; set to 1
 * once the kernel refused the direct way, so it is asked once. */
int export_name_nameless(int dir, int fd, const char *name, int *by_proc);
/* Moves a file to a name that must not exist: -EEXIST. */
int export_rename_new(int from_dir, const char *from, int to_dir, const char *to);
int export_remove(int dir, const char *name);

int export_write(int fd, const void *at, size_t len); /* all of it, or an error */
int64_t export_read_at(int fd, void *at, size_t len, int64_t offset);
int64_t export_size(int fd);
int export_truncate(int fd, int64_t size);

/* 1: `name` is a regular file with exactly the octets of `fd`; 0: it is not. */
int export_same(int dir, const char *name, int fd);
/* Likewise of a file that is open for reading. */
int export_same_octets(int other, int fd);

/* Whether export_sync_all makes every file of the folder's file system durable at once; else each file needs export_sync. */
int export_can_sync_all(void);
int export_sync_all(int dir);
int export_sync(int fd);

/* Octets that may still be written to the folder's file system by us; INT64_MAX where it does not say. */
int64_t export_free_octets(int dir);

int export_lock(int fd); /* -EWOULDBLOCK when another process holds it */

/* Calls `each` with every name in the folder but "." and "..". */
int export_list(int dir, void (*each)(void *context, const char *name, size_t len), void *context);

/* A thread that runs `run(context)` and is waited for by export_thread_join, once. NULL when there can be none. */
typedef struct export_thread export_thread;
export_thread *export_thread_start(void (*run)(void *context), void *context);
void export_thread_join(export_thread *thread);

/* Raises the soft limit of open files as far as `wanted` more need it; answers how many more there may be, at most `wanted`.
 * From any thread: what is given to one is not given to another until export_descriptor_return(). */
int export_descriptor_room(int wanted);
void export_descriptor_return(int room);
uint64_t export_random(void);
/* The system's words for an error, NUL-terminated in `out`. */
void export_reason(int error, char *out, size_t size);
#endif

/* fault_shim.c - lets the n-th file-changing call of an unchanged program fail, or ends the program there. Linux, LD_PRELOAD.
 *
 *     cc -shared -fPIC -O1 -pthread -o fault_shim.so fault_shim.c
 *     LD_PRELOAD=./fault_shim.so MARTLET_FAULT_AT=7 MARTLET_FAULT_KIND=enospc MARTLET_FAULT_COUNT=count program
 *
 * Counted is every libc call that changes a regular file or a folder, whether it would change it this time or not; descriptors
 * 0 to 2 are left out, because a test that captures them in files wants to read what the program said of its trouble. Reads,
 * locks, sockets, pipes and terminals are not touched. Neither is what goes through mmap: of martlet and SQLite that is the
 * WAL-index (ledger.sqlite-shm), which holds nothing that the log beside it does not. stdio writes its buffers inside libc,
 * unseen: martlet uses none for files.
 *
 * MARTLET_FAULT_AT     n, from 1; 0 or none: only counts
 * MARTLET_FAULT_KIND   enospc, eio  the call fails so, once
 *                      full         it and every later one that needs space fails with ENOSPC
 *                      gone         it and every later one fails with EIO
 *                      short        a write-type call writes its first half and says so; the next of them fails with ENOSPC.
 *                                   Other calls: ENOSPC
 *                      kill         SIGKILL in its place
 *                      killmid      the first half of a write, any other call whole, then SIGKILL
 *                      power        everything not yet synced is taken back, then SIGKILL: see power_cut.h
 *                      torn         the same, but names stay and only octets are taken back
 * MARTLET_FAULT_OTHERS set: n counts the calls of all threads but the first, else those of the first alone. Threads take turns as
 *                      they like; in each by itself the order is the same in every run, so that n = 1, 2, 3 … meets every call
 * MARTLET_FAULT_COUNT  file for one line: calls reached, the call that was hit and its path; "-" when none was
 * MARTLET_FAULT_FILES  open files it may have (a hard limit), for small batches; what a parent left open is closed first
 * MARTLET_FAULT_NAMES  set: a file system without O_TMPFILE, where files have temporary names
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#if !defined(__linux__) || !defined(__LP64__)
#error "only 64-bit Linux: offsets go to the kernel in one register"
#endif

#include "fault_plan.h"

/* ---- names ---- */

static bool exists(int dir, const char *path)
{
    struct stat found;
    int error = errno;
    bool yes = fstatat(dir, path, &found, AT_SYMLINK_NOFOLLOW) == 0;
    errno = error;
    return yes;
}

static int open_at(const char *call, int dir, const char *path, int flags, mode_t mode)
{
    bool nameless = (flags & O_TMPFILE) == O_TMPFILE;
    if (!nameless && (flags & (O_CREAT | O_TRUNC)) == 0) return (int)syscall(SYS_openat, dir, path, flags, mode);
    if (nameless && (pthread_once(&once, set_up), plan.names)) return errno = EOPNOTSUPP, -1;
    bool was = !nameless && exists(dir, path);
    verdict v = next(call, dir, path, was ? 0 : SPACE);
    if (v == FAIL) return -1;
    int fd = (int)syscall(SYS_openat, dir, path, flags, mode);
    if (fd >= 0 && !was && !nameless) power_named(dir, path);
    if (v != GO) die();
    power_leave();
    return fd;
}

#define OPEN(name, dir_parameter, dir)                                             \
    int name(dir_parameter const char *path, int flags, ...)                       \
    {                                                                              \
        mode_t mode = 0;                                                           \
        if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {          \
            va_list rest;                                                          \
            va_start(rest, flags);                                                 \
            mode = va_arg(rest, mode_t);                                           \
            va_end(rest);                                                          \
        }                                                                          \
        return open_at(#name, dir, path, flags, mode);                             \
    }
#define NONE
#define DIR_PARAMETER int dir,
OPEN(open, NONE, AT_FDCWD)
OPEN(open64, NONE, AT_FDCWD)
OPEN(openat, DIR_PARAMETER, dir)
OPEN(openat64, DIR_PARAMETER, dir)
int creat(const char *path, mode_t mode) { return open_at("creat", AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *path, mode_t mode) { return creat(path, mode); }

/* Runs `real` when the call is let through; `after` when it went well. */
#define NAMES(call, dir, path, sort, real, after)     \
    do {                                              \
        verdict v_ = next(call, dir, path, sort);     \
        if (v_ == FAIL) return -1;                    \
        int done_ = (int)(real);                      \
        if (done_ >= 0) after;                        \
        if (v_ != GO) die();                          \
        power_leave();                                \
        return done_;                                 \
    } while (0)

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    NAMES("rename", to_dir, to, 0, syscall(SYS_renameat2, from_dir, from, to_dir, to, flags),
          power_moved(from_dir, from, to_dir, to));
}
int renameat(int from_dir, const char *from, int to_dir, const char *to) { return renameat2(from_dir, from, to_dir, to, 0); }
int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
    NAMES("link", to_dir, to, SPACE, syscall(SYS_linkat, from_dir, from, to_dir, to, flags), power_named(to_dir, to));
}
int link(const char *from, const char *to) { return linkat(AT_FDCWD, from, AT_FDCWD, to, 0); }

int symlinkat(const char *text, int dir, const char *path)
{
    NAMES("symlink", dir, path, SPACE, syscall(SYS_symlinkat, text, dir, path), power_named(dir, path));
}
int symlink(const char *text, const char *path) { return symlinkat(text, AT_FDCWD, path); }

int unlinkat(int dir, const char *path, int flags)
{
    NAMES("unlink", dir, path, 0, syscall(SYS_unlinkat, dir, path, flags), (void)0);
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path)
{
    int done = unlink(path);
    return done < 0 && errno == EISDIR ? rmdir(path) : done;
}

int mkdirat(int dir, const char *path, mode_t mode)
{
    NAMES("mkdir", dir, path, exists(dir, path) ? 0 : SPACE, syscall(SYS_mkdirat, dir, path, mode), power_made(dir, path));
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int fchmodat(int dir, const char *path, mode_t mode, int flags)
{
    (void)flags;
    NAMES("chmod", dir, path, 0, syscall(SYS_fchmodat, dir, path, mode), (void)0);
}
int chmod(const char *path, mode_t mode) { return fchmodat(AT_FDCWD, path, mode, 0); }

/* ---- octets ---- */

/* at < 0: where the descriptor stands. */
static ssize_t move_octets(const char *call, int fd, const struct iovec *iov, int count, off_t at)
{
    bool whole = true, dies = false;
    size_t total = 0;
    for (int i = 0; i < count; i++) total += iov[i].iov_len;
    if (is_ordinary(fd)) {
        verdict v = next(call, fd, NULL, MOVES | SPACE);
        if (v == FAIL) return -1;
        whole = v != HALF && v != HALF_AND_DIE;
        dies = v == HALF_AND_DIE;
        if (v == HALF) {
            if (total < 2) return errno = ENOSPC, -1;
            atomic_store(&halved, true);
        }
        power_writes(fd, at, total);
    }
    struct iovec part[IOV_MAX];
    if (!whole) {
        size_t left = total / 2;
        for (int i = 0; i < count && i < IOV_MAX; i++) {
            part[i] = (struct iovec){iov[i].iov_base, iov[i].iov_len < left ? iov[i].iov_len : left};
            left -= part[i].iov_len;
        }
        iov = part;
    }
    ssize_t done = at < 0 ? syscall(SYS_writev, fd, iov, count) : syscall(SYS_pwritev, fd, iov, count, at, 0);
    if (dies) die();
    power_leave();
    return done;
}

static ssize_t move_one(const char *call, int fd, const void *from, size_t len, off_t at)
{
    const struct iovec one = {(void *)(uintptr_t)from, len};
    return move_octets(call, fd, &one, 1, at);
}

ssize_t write(int fd, const void *from, size_t len) { return move_one("write", fd, from, len, -1); }
ssize_t pwrite(int fd, const void *from, size_t len, off_t at) { return move_one("pwrite", fd, from, len, at); }
ssize_t pwrite64(int fd, const void *from, size_t len, off_t at) { return move_one("pwrite", fd, from, len, at); }
ssize_t writev(int fd, const struct iovec *iov, int count) { return move_octets("writev", fd, iov, count, -1); }
ssize_t pwritev(int fd, const struct iovec *iov, int count, off_t at) { return move_octets("pwritev", fd, iov, count, at); }
ssize_t pwritev64(int fd, const struct iovec *iov, int count, off_t at) { return move_octets("pwritev", fd, iov, count, at); }
ssize_t pwritev2(int fd, const struct iovec *iov, int count, off_t at, int flags)
{
    (void)flags;
    return move_octets("pwritev", fd, iov, count, at);
}
ssize_t pwritev64v2(int fd, const struct iovec *iov, int count, off_t at, int flags) { return pwritev2(fd, iov, count, at, flags); }

/* Octets that never pass the program: halved by asking for fewer. */
#define BETWEEN(call, to, len, real)                         \
    do {                                                     \
        verdict v_ = is_ordinary(to) ? next(call, to, NULL, MOVES | SPACE) : GO; \
        if (v_ == FAIL) return -1;                           \
        if (v_ != GO) len /= 2;                              \
        if (v_ == HALF) atomic_store(&halved, true);         \
        power_writes(to, -1, len);                           \
        ssize_t done_ = (ssize_t)(real);                     \
        if (v_ == HALF_AND_DIE) die();                       \
        power_leave();                                       \
        return done_;                                        \
    } while (0)

ssize_t copy_file_range(int from, off64_t *from_at, int to, off64_t *to_at, size_t len, unsigned flags)
{
    BETWEEN("copy_file_range", to, len, syscall(SYS_copy_file_range, from, from_at, to, to_at, len, flags));
}
ssize_t sendfile(int to, int from, off_t *at, size_t len) { BETWEEN("sendfile", to, len, syscall(SYS_sendfile, to, from, at, len)); }
ssize_t sendfile64(int to, int from, off_t *at, size_t len) { return sendfile(to, from, at, len); }

/* ---- sizes, modes, durability ---- */

#define ON_FILE(call, fd, sort, before, real, after)                   \
    do {                                                               \
        verdict v_ = is_ordinary(fd) ? next(call, fd, NULL, sort) : GO; \
        if (v_ == FAIL) return -1;                                     \
        before;                                                        \
        int done_ = (int)(real);                                       \
        if (done_ >= 0) after;                                         \
        if (v_ != GO) die();                                           \
        power_leave();                                                 \
        return done_;                                                  \
    } while (0)

static bool grows(int fd, off_t size)
{
    struct stat found;
    return fstat(fd, &found) == 0 && size > found.st_size;
}
int ftruncate(int fd, off_t size)
{
    ON_FILE("ftruncate", fd, grows(fd, size) ? SPACE : 0, power_cuts(fd, size), syscall(SYS_ftruncate, fd, size), (void)0);
}
int ftruncate64(int fd, off_t size) { return ftruncate(fd, size); }
int truncate(const char *path, off_t size)
{
    NAMES("truncate", AT_FDCWD, path, SPACE, syscall(SYS_truncate, path, size), (void)0);
}
int truncate64(const char *path, off_t size) { return truncate(path, size); }
int fallocate(int fd, int mode, off_t at, off_t len)
{
    ON_FILE("fallocate", fd, SPACE, power_writes(fd, at, (size_t)len), syscall(SYS_fallocate, fd, mode, at, len), (void)0);
}
int fallocate64(int fd, int mode, off_t at, off_t len) { return fallocate(fd, mode, at, len); }
int posix_fallocate(int fd, off_t at, off_t len) { return fallocate(fd, 0, at, len) < 0 ? errno : 0; }
int posix_fallocate64(int fd, off_t at, off_t len) { return posix_fallocate(fd, at, len); }
int fchmod(int fd, mode_t mode) { ON_FILE("fchmod", fd, 0, (void)0, syscall(SYS_fchmod, fd, mode), (void)0); }
int fchown(int fd, uid_t user, gid_t group)
{
    ON_FILE("fchown", fd, 0, (void)0, syscall(SYS_fchown, fd, user, group), (void)0);
}

int fsync(int fd) { ON_FILE("fsync", fd, 0, (void)0, syscall(SYS_fsync, fd), power_synced(fd)); }
int fdatasync(int fd) { ON_FILE("fdatasync", fd, 0, (void)0, syscall(SYS_fdatasync, fd), power_synced(fd)); }
int syncfs(int fd) { ON_FILE("syncfs", fd, 0, (void)0, syscall(SYS_syncfs, fd), power_synced_all(fd)); }
int sync_file_range(int fd, off64_t at, off64_t len, unsigned flags)
{
    ON_FILE("sync_file_range", fd, 0, (void)0, syscall(SYS_sync_file_range, fd, at, len, flags), (void)0);
}
int msync(void *at, size_t len, int flags)
{
    verdict v = next("msync", -1, "mapping", 0);
    if (v == FAIL) return -1;
    int done = (int)syscall(SYS_msync, at, len, flags);
    if (v != GO) die();
    power_leave();
    return done;
}

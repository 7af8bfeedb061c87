/* system.c - see the header. */
#define _GNU_SOURCE
#include "plugin_system.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/random.h>
#endif

#define RETRY(call) ({ long r_; do { r_ = (long)(call); } while (r_ < 0 && errno == EINTR); r_ < 0 ? -(long)errno : r_; })

int plugin_open_folder(const char *path) { return (int)RETRY(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)); }

void plugin_close(int fd) {
    if (fd >= 0) (void)close(fd);
}

static int sync_parent(const char *path) {
    char parent[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t len = slash == NULL ? 0 : (size_t)(slash - path);
    if (len >= sizeof parent) return -ENAMETOOLONG;
    if (slash == NULL) memcpy(parent, ".", 2);
    else if (len == 0) memcpy(parent, "/", 2);
    else {
        memcpy(parent, path, len);
        parent[len] = 0;
    }
    int fd = plugin_open_folder(parent);
    if (fd < 0) return fd;
    int status = plugin_sync(fd);
    plugin_close(fd);
    return status;
}

/* One level. 1: made, 0: was there. */
static int make_folder(const char *path, int durable) {
    if (mkdir(path, 0777) == 0) {
        int status = durable ? sync_parent(path) : 0;
        return status < 0 ? status : 1;
    }
    struct stat found;
    int error = errno;
    if (stat(path, &found) == 0) return S_ISDIR(found.st_mode) ? 0 : -ENOTDIR;
    return -error;
}

int plugin_make_folders(const char *path, int durable) {
    char copy[PATH_MAX];
    size_t len = strlen(path);
    if (len == 0) return -ENOENT;
    if (len >= sizeof copy) return -ENAMETOOLONG;
    memcpy(copy, path, len + 1);
    while (len > 1 && copy[len - 1] == '/') copy[--len] = 0;
    int made = make_folder(copy, durable);
    if (made != -ENOENT) return made;
    for (char *at = copy + 1; *at != 0; at++) {
        if (*at != '/' || at[-1] == '/') continue;
        *at = 0;
        int status = make_folder(copy, durable);
        *at = '/';
        if (status < 0) return status;
    }
    return make_folder(copy, durable);
}

int plugin_open_folder_at(int dir, const char *name) {
    return (int)RETRY(openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

int plugin_open_subfolder(int dir, const char *name) {
    if (mkdirat(dir, name, 0777) < 0 && errno != EEXIST) return -errno;
    return plugin_open_folder_at(dir, name);
}

int plugin_create_nameless(int dir) {
#if defined(O_TMPFILE)
    int fd = (int)RETRY(openat(dir, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0666));
    /* EISDIR, ENOENT: kernels before 3.11; EINVAL: some FUSE file systems. */
    return fd == -EISDIR || fd == -ENOENT || fd == -EINVAL ? -EOPNOTSUPP : fd;
#else
    (void)dir;
    return -EOPNOTSUPP;
#endif
}

int plugin_create(int dir, const char *name) {
    return (int)RETRY(openat(dir, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
}

int plugin_open_append(int dir, const char *name, int *made_out) {
    int flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
    *made_out = 0;
    int fd = (int)RETRY(openat(dir, name, flags));
    if (fd == -ENOENT) {
        fd = (int)RETRY(openat(dir, name, flags | O_CREAT | O_EXCL, 0666));
        *made_out = fd >= 0;
    }
    if (fd < 0) return fd;
    struct stat found;
    if (fstat(fd, &found) == 0 && S_ISREG(found.st_mode)) return fd;
    plugin_close(fd);
    return -EINVAL;
}

static int regular(int fd) {
    if (fd < 0) return fd;
    struct stat found;
    if (fstat(fd, &found) == 0 && S_ISREG(found.st_mode)) return fd;
    plugin_close(fd);
    return -EINVAL;
}

int plugin_open_file(const char *path) { return regular((int)RETRY(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))); }

int plugin_name_nameless(int dir, int fd, const char *name, int *by_proc) {
#if defined(AT_EMPTY_PATH)
    if (!*by_proc) {
        int status = (int)RETRY(linkat(fd, "", dir, name, AT_EMPTY_PATH));
        /* Before Linux 6.10 the direct way wants CAP_DAC_READ_SEARCH and says ENOENT without. */
        if (status != -ENOENT && status != -EPERM && status != -EINVAL) return status;
    }
    char path[32];
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int status = (int)RETRY(linkat(AT_FDCWD, path, dir, name, AT_SYMLINK_FOLLOW));
    if (status == 0) *by_proc = 1;
    return status;
#else
    (void)dir, (void)fd, (void)name, (void)by_proc;
    return -EOPNOTSUPP;
#endif
}

int plugin_rename_new(int from_dir, const char *from, int to_dir, const char *to) {
#if defined(__linux__)
    int status = (int)RETRY(renameat2(from_dir, from, to_dir, to, RENAME_NOREPLACE));
#elif defined(__APPLE__)
    int status = (int)RETRY(renameatx_np(from_dir, from, to_dir, to, RENAME_EXCL));
#else
    int status = -ENOSYS;
#endif
    if (status != -EINVAL && status != -ENOSYS && status != -ENOTSUP) return status;
    /* NFS and old kernels: a hard link does not replace either. */
    status = (int)RETRY(linkat(from_dir, from, to_dir, to, 0));
    return status < 0 ? status : plugin_remove(from_dir, from);
}

int plugin_remove(int dir, const char *name) { return (int)RETRY(unlinkat(dir, name, 0)); }

int plugin_write(int fd, const void *at, size_t len) {
    const char *next = at;
    while (len > 0) {
        long done = RETRY(write(fd, next, len));
        if (done < 0) return (int)done;
        if (done == 0) return -EIO;
        next += done;
        len -= (size_t)done;
    }
    return 0;
}

int64_t plugin_read_at(int fd, void *at, size_t len, int64_t offset) { return RETRY(pread(fd, at, len, (off_t)offset)); }

int64_t plugin_size(int fd) {
    struct stat found;
    return fstat(fd, &found) < 0 ? -errno : (int64_t)found.st_size;
}

int plugin_truncate(int fd, int64_t size) { return (int)RETRY(ftruncate(fd, (off_t)size)); }

enum { COMPARE_OCTETS = 16384 };

int plugin_same_octets(int other, int fd) {
    struct stat theirs, ours;
    if (fstat(other, &theirs) < 0 || fstat(fd, &ours) < 0) return -errno;
    if (!S_ISREG(theirs.st_mode) || theirs.st_size != ours.st_size) return 0;
    char a[COMPARE_OCTETS], b[COMPARE_OCTETS];
    int64_t at = 0;
    while (at < ours.st_size) {
        int64_t left = ours.st_size - at;
        int64_t got = plugin_read_at(fd, a, left < COMPARE_OCTETS ? (size_t)left : COMPARE_OCTETS, at);
        if (got <= 0) return (int)got;
        int64_t other_got = plugin_read_at(other, b, (size_t)got, at);
        if (other_got < 0) return (int)other_got;
        if (other_got != got || memcmp(a, b, (size_t)got) != 0) return 0;
        at += got;
    }
    return 1;
}

int plugin_same(int dir, const char *name, int fd) {
    /* O_NONBLOCK: a FIFO of that name must not hold us. */
    int other = (int)RETRY(openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (other == -ELOOP || other == -EACCES || other == -ENXIO) return 0;
    if (other < 0) return other;
    int same = plugin_same_octets(other, fd);
    plugin_close(other);
    return same;
}

int plugin_can_sync_all(void) {
#if defined(__linux__)
    return 1;
#else
    return 0;
#endif
}

int plugin_sync_all(int dir) {
#if defined(__linux__)
    return (int)RETRY(syncfs(dir));
#else
    return plugin_sync(dir);
#endif
}

int plugin_sync(int fd) {
#if defined(F_FULLFSYNC)
    if (fcntl(fd, F_FULLFSYNC) == 0) return 0; /* fsync alone leaves the drive's cache */
#endif
    return (int)RETRY(fsync(fd));
}

int64_t plugin_free_octets(int dir) {
    struct statvfs facts;
    if (fstatvfs(dir, &facts) < 0 || facts.f_blocks == 0) return INT64_MAX;
    uint64_t blocks = facts.f_bavail, size = facts.f_frsize == 0 ? 4096 : facts.f_frsize;
    return blocks > INT64_MAX / size ? INT64_MAX : (int64_t)(blocks * size);
}

int plugin_lock(int fd) { return (int)RETRY(flock(fd, LOCK_EX | LOCK_NB)); }

int plugin_list(int dir, void (*each)(void *, const char *, size_t), void *context) {
    int fd = (int)RETRY(openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd < 0) return fd;
    DIR *folder = fdopendir(fd);
    if (folder == NULL) {
        int error = errno;
        plugin_close(fd);
        return -error;
    }
    struct dirent *entry;
    for (errno = 0; (entry = readdir(folder)) != NULL; errno = 0) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) each(context, name, strlen(name));
    }
    int error = errno;
    (void)closedir(folder);
    return -error;
}

/* Descriptors that are open now below `most`: a parent may have left us many of its own. */
static rlim_t open_descriptors(rlim_t most) {
    rlim_t open = 0;
    for (int fd = 0; (rlim_t)fd < most; fd++)
        if (fcntl(fd, F_GETFD) >= 0) open++;
    return open;
}

/* Room that runs in other threads were given: they may open so many at any time. */
static pthread_mutex_t room_lock = PTHREAD_MUTEX_INITIALIZER;
static rlim_t room_given;

static int descriptor_room(int wanted) {
    enum { LATER = 32, LOOKED_AT = 4096 }; /* still to come: the ledger's files, a plugin's own, the two of a comparison */
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return LATER;
    const rlim_t others = LATER + room_given + open_descriptors(limit.rlim_cur < LOOKED_AT ? limit.rlim_cur : LOOKED_AT);
    rlim_t need = (rlim_t)wanted + others;
    if (limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < need) {
        struct rlimit raised = {.rlim_cur = need, .rlim_max = limit.rlim_max};
        if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < need) raised.rlim_cur = limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= need) return wanted;
    return limit.rlim_cur > others + 1 ? (int)(limit.rlim_cur - others) : 1;
}

int plugin_descriptor_room(int wanted) {
    pthread_mutex_lock(&room_lock);
    int room = descriptor_room(wanted);
    room_given += (rlim_t)room;
    pthread_mutex_unlock(&room_lock);
    return room;
}

void plugin_descriptor_return(int room) {
    pthread_mutex_lock(&room_lock);
    room_given -= (rlim_t)room;
    pthread_mutex_unlock(&room_lock);
}

uint64_t plugin_random(void) {
    uint64_t value = 0;
    if (getentropy(&value, sizeof value) != 0) value = (uint64_t)getpid() << 32 ^ (uint64_t)time(NULL);
    return value;
}

void plugin_reason(int error, char *out, size_t size) { (void)snprintf(out, size, "%s", strerror(error)); }

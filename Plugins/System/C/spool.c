/* spool.c - see the header. */
#define _GNU_SOURCE
#include "plugin_spool.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

const char *plugin_spool_folder(void) {
    const char *folder = getenv("TMPDIR");
    return folder == NULL || folder[0] == 0 ? "/tmp" : folder;
}

static int open_named(const char *folder) {
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/martlet-XXXXXX", folder);
    if (length < 0 || (size_t)length >= sizeof path) return -ENAMETOOLONG;
    int fd = mkstemp(path);
    if (fd < 0) return -errno;
    (void)unlink(path);
    if (fcntl(fd, F_SETFD, FD_CLOEXEC) == 0) return fd;
    int error = errno;
    (void)close(fd);
    return -error;
}

int plugin_open_spool(void) {
    const char *folder = plugin_spool_folder();
#if defined(O_TMPFILE)
    int fd;
    do fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    while (fd < 0 && errno == EINTR);
    if (fd >= 0) return fd;
    /* EISDIR: kernels before 3.11; EOPNOTSUPP, EINVAL: file systems without; anything else fails below just so. */
#endif
    return open_named(folder);
}

int plugin_seek(int fd, int64_t at) { return lseek(fd, (off_t)at, SEEK_SET) < 0 ? -errno : 0; }

int plugin_send(int fd, const void *at, size_t len) {
    const char *next = at;
    while (len > 0) {
        ssize_t done = write(fd, next, len);
        if (done > 0) {
            next += done;
            len -= (size_t)done;
        } else if (done == 0) {
            return -EIO;
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd wait = {.fd = fd, .events = POLLOUT};
            if (poll(&wait, 1, -1) < 0 && errno != EINTR) return -errno;
        } else if (errno != EINTR) {
            return -errno;
        }
    }
    return 0;
}

int plugin_map(int fd, size_t size, const void **at_out) {
    *at_out = NULL;
    if (size == 0) return 0;
    void *at = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
    if (at == MAP_FAILED) return -errno;
    *at_out = at;
    return 0;
}

void plugin_unmap(const void *at, size_t size) {
    if (at) (void)munmap((void *)(uintptr_t)at, size);
}

void plugin_forget(const void *at, size_t size) {
    long page = sysconf(_SC_PAGESIZE);
    if (at && page > 0) (void)madvise((void *)(uintptr_t)at, size - size % (size_t)page, MADV_DONTNEED);
}

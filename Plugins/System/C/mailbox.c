/* mailbox.c - see the header. */
#define _GNU_SOURCE
#include "plugin_mailbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int open_retrying(const char *path, int flags) {
    int fd;
    do fd = open(path, flags, 0600);
    while (fd < 0 && errno == EINTR);
    return fd < 0 ? -errno : fd;
}

int plugin_open_mailbox(const char *path, int *made_out) {
    const int flags = O_RDWR | O_APPEND | O_CLOEXEC | O_NONBLOCK; /* O_NONBLOCK: a FIFO of that name must not hold us */
    *made_out = 0;
    int fd = open_retrying(path, flags);
    if (fd == -ENOENT) {
        fd = open_retrying(path, flags | O_CREAT | O_EXCL);
        *made_out = fd >= 0;
    }
    if (fd < 0) return fd;
    struct stat found;
    if (fstat(fd, &found) == 0 && S_ISREG(found.st_mode)) return fd;
    (void)close(fd);
    return -EINVAL;
}

int plugin_is_at(int fd, const char *path) {
    struct stat ours, there;
    if (fstat(fd, &ours) < 0 || stat(path, &there) < 0) return 0;
    return ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

static int set_lock(int fd, short type) {
    struct flock whole = {.l_type = type, .l_whence = SEEK_SET};
    while (fcntl(fd, F_SETLK, &whole) < 0) {
        if (errno == EACCES || errno == EAGAIN) return -EWOULDBLOCK;
        if (errno != EINTR) return -errno;
    }
    return 0;
}

int plugin_lock_record(int fd) { return set_lock(fd, F_WRLCK); }

void plugin_unlock_record(int fd) { (void)set_lock(fd, F_UNLCK); }

int64_t plugin_age(int dir, const char *name) {
    struct stat found;
    if (fstatat(dir, name, &found, AT_SYMLINK_NOFOLLOW) < 0) return -errno;
    int64_t age = (int64_t)time(NULL) - (int64_t)found.st_mtime;
    return age < 0 ? 0 : age;
}

int32_t plugin_process(void) { return (int32_t)getpid(); }

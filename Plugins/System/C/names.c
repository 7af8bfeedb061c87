/* names.c - see the header. */
#define _GNU_SOURCE
#include "plugin_names.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static int open_regular(int dir, const char *name, int flags) {
    int fd;
    do fd = openat(dir, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    while (fd < 0 && errno == EINTR);
    if (fd < 0) return errno == ELOOP || errno == ENXIO ? -EINVAL : -errno;
    struct stat found;
    if (fstat(fd, &found) == 0 && S_ISREG(found.st_mode)) return fd;
    (void)close(fd);
    return -EINVAL;
}

int plugin_open_reading(int dir, const char *name) { return open_regular(dir, name, O_RDONLY); }

int plugin_open_writing(int dir, const char *name) { return open_regular(dir, name, O_RDWR | O_CREAT); }

int plugin_replace(int dir, const char *from, const char *to) {
    while (renameat(dir, from, dir, to) < 0)
        if (errno != EINTR) return -errno;
    return 0;
}

int plugin_link(int dir, const char *name, int to_dir, const char *to) {
    while (linkat(dir, name, to_dir, to, 0) < 0)
        if (errno != EINTR) return -errno;
    return 0;
}

int plugin_is_linked(int dir, const char *name, int other_dir, const char *other) {
    struct stat one, two;
    if (fstatat(dir, name, &one, AT_SYMLINK_NOFOLLOW) < 0 || fstatat(other_dir, other, &two, AT_SYMLINK_NOFOLLOW) < 0) return 0;
    return one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

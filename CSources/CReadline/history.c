/* history.c - the history in memory and its file. Readline's own file functions follow symbolic links and keep the mode they
 * find, so they are not used. */
#include "mrl.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>

void mrl_history_add(const char *line)
{
    for (int i = history_length - 1; i >= 0; i--) {
        HIST_ENTRY *entry = history_get(history_base + i);
        if (entry == NULL || strcmp(entry->line, line) != 0) continue;
        free_history_entry(remove_history(i));
        break; /* there is never a second one */
    }
    add_history(line);
}

/* The newest lines under a temporary name, then in the old one's place. */
static int replace(const char *path)
{
    char fresh[PATH_MAX];
    int length = snprintf(fresh, sizeof fresh, "%s.%ld", path, (long)getpid());
    if (length < 0 || (size_t)length >= sizeof fresh) return ENAMETOOLONG;
    int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) return errno;
    FILE *file = fdopen(fd, "w");
    if (file == NULL) {
        int error = errno;
        close(fd);
        unlink(fresh);
        return error;
    }
    HIST_ENTRY **entries = history_list();
    for (int i = 0; entries != NULL && entries[i] != NULL; i++) fprintf(file, "%s\n", entries[i]->line);
    int failed = ferror(file);
    if (fclose(file) != 0 || failed || rename(fresh, path) != 0) {
        int error = errno;
        unlink(fresh);
        return error;
    }
    return 0;
}

int mrl_history_load(const char *path, size_t limit)
{
    if (limit > INT_MAX / 2) limit = INT_MAX / 2;
    stifle_history((int)limit);
    /* O_NONBLOCK: a FIFO under this name must not hang the start. */
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? 0 : errno;
    struct stat facts;
    if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        close(fd);
        return EINVAL;
    }
    FILE *file = fdopen(fd, "r");
    if (file == NULL) {
        int error = errno;
        close(fd);
        return error;
    }
    char *line = malloc(MRL_HISTORY_LINE_MAX);
    size_t lines = 0;
    bool inside = false; /* the middle of a line that was too long */
    while (line != NULL && fgets(line, MRL_HISTORY_LINE_MAX, file) != NULL) {
        size_t length = strcspn(line, "\n");
        bool ends = line[length] == '\n';
        line[length] = '\0';
        if (!inside && ends && length > 0) {
            mrl_history_add(line);
            lines++;
        }
        inside = !ends;
    }
    int error = line == NULL ? ENOMEM : ferror(file) ? EIO : 0;
    free(line);
    fclose(file);
    return error == 0 && lines / 2 >= limit ? replace(path) : error;
}

int mrl_history_append(const char *path, const char *line)
{
    size_t length = strlen(line);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    if (fd < 0) return errno;
    struct stat facts;
    char *text = malloc(length + 1);
    int error = 0;
    if (text == NULL) {
        error = ENOMEM;
    } else if (fstat(fd, &facts) != 0) {
        error = errno;
    } else if (!S_ISREG(facts.st_mode)) {
        error = EINVAL;
    } else if ((facts.st_mode & 077) != 0 && fchmod(fd, 0600) != 0) {
        error = errno;
    } else {
        memcpy(text, line, length);
        text[length] = '\n';
        ssize_t written = write(fd, text, length + 1);
        if (written < 0) error = errno;
        else if ((size_t)written != length + 1) error = ENOSPC;
    }
    free(text);
    close(fd);
    return error;
}

/* power_cut.h - remembers what changed since the last sync, and takes it back: a disk at the moment the power goes.
 *
 * The file system played here keeps nothing it was not asked to keep. Octets last from fsync or fdatasync of their file, names
 * from fsync of their folder, both from syncfs; what came later is undone, newest first. POSIX promises no more than that. Two
 * things are kinder than the worst disk: unlink and chmod last at once, and an overwritten target of rename does not come back.
 *
 * One call at a time: between power_enter and power_leave a thread has the file system for itself, so that what is remembered is
 * what happened, in that order. Part of fault_shim.c alone: everything is static. */
#ifndef POWER_CUT_H
#define POWER_CUT_H
#include <stdbool.h>

/* Whether the descriptor is one of a regular file or a folder, and not one of the first three. */
static bool is_ordinary(int fd);

enum power_what { OCTETS, NAME, MOVE, FOLDER };

typedef struct power_change {
    struct power_change *before;
    enum power_what what;
    dev_t device;
    ino_t file;     /* OCTETS: the file; else: the folder of the name */
    off_t at, size; /* OCTETS: where `kept` stood, and how long the file was */
    size_t len;
    char *path, *from; /* from: MOVE only */
    unsigned char kept[];
} power_change;

static bool power_remembers;
static power_change *power_newest;
static pthread_mutex_t power_lock = PTHREAD_MUTEX_INITIALIZER;
static _Thread_local bool power_has_lock;
/* The power is going: nobody else moves any more. */
static volatile bool power_is_going;

static void power_enter(void)
{
    if ((!power_remembers && !power_is_going) || power_has_lock) return;
    (void)pthread_mutex_lock(&power_lock);
    power_has_lock = true;
}
/* Harmless where nothing was entered; keeps errno. */
static void power_leave(void)
{
    if (!power_has_lock) return;
    power_has_lock = false;
    (void)pthread_mutex_unlock(&power_lock);
}

/* The absolute path of `path` in `dir`, or of `dir` itself where path is NULL. */
static void power_place(int dir, const char *path, char out[static PATH_MAX])
{
    char link[40], folder[PATH_MAX / 2];
    out[0] = 0;
    if (path != NULL && path[0] == '/') {
        (void)snprintf(out, PATH_MAX, "%s", path);
        return;
    }
    (void)snprintf(link, sizeof link, dir == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", dir);
    ssize_t len = readlink(link, folder, sizeof folder - 1);
    if (len < 0) len = 0;
    folder[len] = 0;
    (void)snprintf(out, PATH_MAX, path == NULL ? "%s" : "%s/%s", folder, path);
}

static power_change *power_add(enum power_what what, struct stat of, char *path, size_t len)
{
    power_change *made = calloc(1, sizeof *made + len);
    if (made == NULL) abort();
    *made = (power_change){.before = power_newest, .what = what, .device = of.st_dev, .file = of.st_ino, .len = len, .path = path};
    return power_newest = made;
}

/* ---- what happened ---- */

/* Before octets change: `len` of them from `at` on, or from where the descriptor stands. */
static void power_writes(int fd, off_t at, size_t len)
{
    struct stat now;
    char place[PATH_MAX];
    if (!power_remembers || !is_ordinary(fd) || fstat(fd, &now) < 0) return;
    if (at < 0) at = (fcntl(fd, F_GETFL) & O_APPEND) ? now.st_size : lseek(fd, 0, SEEK_CUR);
    size_t kept = at >= now.st_size ? 0 : len < (size_t)(now.st_size - at) ? len : (size_t)(now.st_size - at);
    power_place(fd, NULL, place);
    power_change *made = power_add(OCTETS, now, strdup(place), kept);
    made->at = at;
    made->size = now.st_size;
    /* A descriptor that may only write cannot tell what it overwrites; /proc opens the same file anew. */
    (void)snprintf(place, sizeof place, "/proc/self/fd/%d", fd);
    int reader = kept == 0 ? -1 : (int)syscall(SYS_openat, AT_FDCWD, place, O_RDONLY | O_CLOEXEC);
    if (kept > 0 && (reader < 0 || pread(reader, made->kept, kept, at) != (ssize_t)kept)) abort();
    if (reader >= 0) (void)close(reader);
}

/* Before a file is set to `size` octets. */
static void power_cuts(int fd, off_t size)
{
    struct stat now;
    if (power_remembers && fstat(fd, &now) == 0) power_writes(fd, size, size < now.st_size ? (size_t)(now.st_size - size) : 0);
}

static void power_folder_of(const char *place, struct stat *out)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(place, '/');
    (void)snprintf(folder, sizeof folder, "%.*s", slash == NULL || slash == place ? 1 : (int)(slash - place), place);
    if (stat(folder, out) < 0) memset(out, 0, sizeof *out);
}

/* The file at `place` is to be found there from now on. */
static void power_retitle(const char *place)
{
    struct stat found;
    if (lstat(place, &found) < 0) return;
    for (power_change *c = power_newest; c != NULL; c = c->before) {
        if (c->what != OCTETS || c->file != found.st_ino || c->device != found.st_dev) continue;
        free(c->path);
        c->path = strdup(place);
    }
}

static void power_name(enum power_what what, int dir, const char *path)
{
    struct stat folder;
    char place[PATH_MAX];
    if (!power_remembers) return;
    power_place(dir, path, place);
    power_folder_of(place, &folder);
    (void)power_add(what, folder, strdup(place), 0);
    power_retitle(place);
}
static void power_named(int dir, const char *path) { power_name(NAME, dir, path); }
static void power_made(int dir, const char *path) { power_name(FOLDER, dir, path); }
static void power_moved(int from_dir, const char *from, int dir, const char *path)
{
    char place[PATH_MAX];
    if (!power_remembers) return;
    power_place(from_dir, from, place);
    power_name(MOVE, dir, path);
    power_newest->from = strdup(place);
}

/* ---- what lasts ---- */

static void power_forget(struct stat of, bool all)
{
    power_change **at = &power_newest;
    while (*at != NULL) {
        power_change *c = *at;
        if (c->device == of.st_dev && (all || (c->file == of.st_ino && (c->what == OCTETS) == !S_ISDIR(of.st_mode)))) {
            *at = c->before;
            free(c->path);
            free(c->from);
            free(c);
        } else {
            at = &c->before;
        }
    }
}
static void power_synced(int fd)
{
    struct stat now;
    if (power_remembers && fstat(fd, &now) == 0) power_forget(now, false);
}
static void power_synced_all(int fd)
{
    struct stat now;
    if (power_remembers && fstat(fd, &now) == 0) power_forget(now, true);
}

/* ---- the cut ---- */

static void power_undo_octets(const power_change *c)
{
    struct stat found;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, c->path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) return; /* never had a name, or has lost it already */
    if (fstat(fd, &found) == 0 && found.st_ino == c->file && found.st_dev == c->device) {
        if (c->len > 0) (void)syscall(SYS_pwrite64, fd, c->kept, c->len, c->at);
        (void)syscall(SYS_ftruncate, fd, c->size);
    }
    (void)syscall(SYS_close, fd);
}

/* names_last: only octets are taken back, as by a file system that writes names first. */
static void power_cut(bool names_last)
{
    struct rlimit files; /* a process at its limit of open files must still be able to undo */
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max = files.rlim_max + 64;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
    power_is_going = true; /* before the next line: the lock is ours and stays so */
    power_remembers = false;
    for (power_change *c = power_newest; c != NULL; c = c->before) {
        if (c->what == OCTETS) power_undo_octets(c);
        if (c->what == OCTETS || names_last) continue;
        if (c->what == NAME) (void)syscall(SYS_unlinkat, AT_FDCWD, c->path, 0);
        if (c->what == MOVE) {
            (void)syscall(SYS_renameat2, AT_FDCWD, c->path, AT_FDCWD, c->from, 1u /* RENAME_NOREPLACE */);
            power_retitle(c->from);
        }
        if (c->what == FOLDER && syscall(SYS_unlinkat, AT_FDCWD, c->path, AT_REMOVEDIR) < 0) {
            char away[PATH_MAX]; /* not empty: lost with what was in it */
            (void)snprintf(away, sizeof away, "%s.power-cut", c->path);
            (void)syscall(SYS_renameat2, AT_FDCWD, c->path, AT_FDCWD, away, 0u);
        }
    }
}
#endif

/* syncbench.c - what it costs to make many messages durable, scheme by scheme, as ratios to not waiting at all.
 *
 *     syncbench FOLDER [MESSAGES [OCTETS]]
 *
 * Every scheme creates MESSAGES files of OCTETS in a folder of its own below FOLDER, a batch of 1,000 at a time as the export does:
 * nameless files, octets durable, names, folder durable. They differ in how octets become durable:
 *
 *     none    not at all
 *     fsync   fsync of each file, then its name
 *     batch   fsync of each file of a batch, when all of it is written
 *     range   sync_file_range as each file is written, fsync of each at the end of the batch
 *     uring   fsync of all files of a batch at once, by io_uring where the kernel lets us
 *     syncfs  one syncfs a batch
 *     thread  one syncfs a batch, by a thread, while the next batch is written (what the export does)
 *
 * Linux only; elsewhere it says so. Figures are medians of three rounds, schemes taking turns. */
#define _GNU_SOURCE
#include <stdio.h>

#if !defined(__linux__)
int main(void)
{
    puts("syncbench: schemes of Linux only");
    return 0;
}
#else
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "uringsync.h"

enum { BATCH = 1000, ROUNDS = 3 };
typedef enum scheme { NONE, FSYNC, BATCHED, RANGE, URING, SYNCFS, THREAD, SCHEMES } scheme;
static const char *const names[SCHEMES] = {"none", "fsync", "batch", "range", "uring", "syncfs", "thread"};

typedef struct flight {
    scheme how;
    int dir, first, count;
    int files[BATCH];
} flight;

static void die(const char *what)
{
    fprintf(stderr, "syncbench: %s: %s\n", what, strerror(errno));
    exit(1);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void name_file(int dir, int file, int number)
{
    char from[40], to[40];
    snprintf(from, sizeof from, "/proc/self/fd/%d", file);
    snprintf(to, sizeof to, "%08d.eml", number);
    if (linkat(AT_FDCWD, from, dir, to, AT_SYMLINK_FOLLOW) < 0) die("link");
}

/* Makes the files of a batch durable and gives them their names. */
static void *land(void *raw)
{
    flight *f = raw;
    for (int i = 0; i < f->count && (f->how == BATCHED || f->how == RANGE); i++)
        if (fsync(f->files[i]) < 0) die("fsync");
    if (f->how == URING && !uring_sync(f->files, f->count)) die("fsync by io_uring");
    if ((f->how == SYNCFS || f->how == THREAD) && syncfs(f->dir) < 0) die("syncfs");
    for (int i = 0; i < f->count; i++) {
        if (f->how != FSYNC) name_file(f->dir, f->files[i], f->first + i);
        close(f->files[i]);
    }
    if (f->how != NONE && fsync(f->dir) < 0) die("fsync of the folder");
    return NULL;
}

static double run(scheme how, const char *folder, int messages, const char *octets, size_t len)
{
    static flight flights[2];
    char command[4200];
    snprintf(command, sizeof command, "%s/%s", folder, names[how]);
    if (mkdir(command, 0777) < 0) die(command);
    int dir = open(command, O_RDONLY | O_DIRECTORY);
    if (dir < 0) die(command);
    double began = now();
    pthread_t thread;
    bool away = false;
    for (int first = 0, turn = 0; first < messages; first += BATCH, turn ^= 1) {
        flight *f = &flights[turn];
        *f = (flight){.how = how, .dir = dir, .first = first, .count = messages - first < BATCH ? messages - first : BATCH};
        for (int i = 0; i < f->count; i++) {
            int file = f->files[i] = openat(dir, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
            if (file < 0) die("create");
            if (write(file, octets, len) != (ssize_t)len) die("write");
            if (how == RANGE) (void)sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE);
            if (how == FSYNC) {
                if (fsync(file) < 0) die("fsync");
                name_file(dir, file, first + i);
            }
        }
        if (how != THREAD) {
            land(f);
            continue;
        }
        if (away) pthread_join(thread, NULL);
        if (pthread_create(&thread, NULL, land, f) != 0) die("thread");
        away = true;
    }
    if (away) pthread_join(thread, NULL);
    double took = now() - began;
    close(dir);
    snprintf(command, sizeof command, "rm -rf '%s/%s'", folder, names[how]);
    if (system(command) != 0) die("rm");
    sync(); /* the next scheme does not pay for this one */
    return took;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    if (argc < 2) return fprintf(stderr, "usage: syncbench FOLDER [MESSAGES [OCTETS]]\n"), 64;
    int messages = argc > 2 ? atoi(argv[2]) : 1000;
    size_t len = argc > 3 ? (size_t)atol(argv[3]) : 6400;
    if (messages < 1 || len < 1) return fprintf(stderr, "syncbench: counts begin at 1\n"), 64;
    struct rlimit files = {4096, 4096};
    (void)setrlimit(RLIMIT_NOFILE, &files);
    char *octets = malloc(len);
    if (octets == NULL) die("memory");
    memset(octets, 'x', len);
    double took[SCHEMES][ROUNDS];
    for (int round = 0; round < ROUNDS; round++)
        for (scheme how = 0; how < SCHEMES; how++)
            if (how != URING || uring_is_there()) took[how][round] = run(how, argv[1], messages, octets, len);
    printf("durable: %d files of %zu octets in %s, wall time as a ratio to not waiting\n", messages, len, argv[1]);
    for (scheme how = 0; how < SCHEMES; how++) {
        if (how == URING && !uring_is_there()) {
            printf("  %-8s the kernel does not let us\n", names[how]);
            continue;
        }
        qsort(took[how], ROUNDS, sizeof took[how][0], ascending);
        printf("  %-8s %7.3f s  %6.2f\n", names[how], took[how][ROUNDS / 2], took[how][ROUNDS / 2] / took[NONE][ROUNDS / 2]);
    }
    return 0;
}
#endif

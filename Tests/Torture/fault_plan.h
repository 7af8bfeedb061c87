/* fault_plan.h - which call is hit, and how: the counter behind fault_shim.c, its only user. */
#ifndef FAULT_PLAN_H
#define FAULT_PLAN_H
#include "power_cut.h"

/* What a call may be asked to do. */
typedef enum verdict { GO, FAIL, HALF, GO_AND_DIE, HALF_AND_DIE } verdict;
/* What a call is: one that moves octets and can be halved; one that takes space. */
enum { MOVES = 1, SPACE = 2 };

static struct {
    long at;
    char kind[16];
    const char *report;
    bool names, others; /* others: counts threads beside the first */
} plan;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static atomic_long reached;
static atomic_bool halved, hit; /* short: the next write-type call fails; full, gone: the n-th was reached */

static void set_up(void)
{
    const char *at = getenv("MARTLET_FAULT_AT"), *kind = getenv("MARTLET_FAULT_KIND"), *files = getenv("MARTLET_FAULT_FILES");
    plan.at = at == NULL ? 0 : atol(at);
    plan.report = getenv("MARTLET_FAULT_COUNT");
    plan.names = getenv("MARTLET_FAULT_NAMES") != NULL;
    plan.others = getenv("MARTLET_FAULT_OTHERS") != NULL;
    (void)snprintf(plan.kind, sizeof plan.kind, "%s", kind == NULL ? "" : kind);
    if (plan.at > 0 && (strcmp(plan.kind, "power") == 0 || strcmp(plan.kind, "torn") == 0)) power_remembers = true;
    if (files != NULL) {
        rlim_t most = (rlim_t)atol(files);
        for (int fd = 3; fd < 1024; fd++) (void)syscall(SYS_close, fd);
        (void)setrlimit(RLIMIT_NOFILE, &(struct rlimit){.rlim_cur = most, .rlim_max = most});
    }
}

static bool is(const char *kind) { return strcmp(plan.kind, kind) == 0; }

static bool is_ordinary(int fd)
{
    int error = errno;
    struct stat found;
    bool yes = fd > 2 && fstat(fd, &found) == 0 && (S_ISREG(found.st_mode) || S_ISDIR(found.st_mode));
    errno = error;
    return yes;
}

/* One line; open and write as system calls, so that the shim does not count itself. */
static void report(long count, const char *call, const char *path)
{
    if (plan.report == NULL) return;
    char line[PATH_MAX + 64];
    int len = snprintf(line, sizeof line, "%ld %s %s\n", count, call, path);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, plan.report, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0) return;
    (void)syscall(SYS_write, fd, line, (size_t)len);
    (void)syscall(SYS_close, fd);
}

static void die(void)
{
    if (power_remembers) power_cut(is("torn"));
    for (;;) (void)syscall(SYS_kill, getpid(), SIGKILL);
}

/* Counts a call and says what becomes of it; errno is set for FAIL. path NULL: `dir` is the file itself. */
static verdict next(const char *call, int dir, const char *path, int sort)
{
    (void)pthread_once(&once, set_up);
    power_enter();
    if ((sort & MOVES) && atomic_exchange(&halved, false)) {
        errno = ENOSPC;
        return FAIL;
    }
    bool counts = (gettid() != getpid()) == plan.others, sticks = is("full") || is("gone");
    bool is_hit = counts && atomic_fetch_add(&reached, 1) + 1 == plan.at;
    if (is_hit) {
        char place[PATH_MAX];
        power_place(dir, path, place);
        report(plan.at, call, place);
        atomic_store(&hit, true);
    }
    if (!is_hit && !(sticks && atomic_load(&hit))) return GO;
    if (is("full") && !(sort & SPACE)) return GO;
    if (is("kill") || is("power") || is("torn")) die();
    if (is("killmid")) return sort & MOVES ? HALF_AND_DIE : GO_AND_DIE;
    if (is("short") && (sort & MOVES)) return HALF;
    errno = is("eio") || is("gone") ? EIO : ENOSPC;
    return FAIL;
}

__attribute__((constructor)) static void at_start(void) { (void)pthread_once(&once, set_up); }

__attribute__((destructor)) static void at_exit(void)
{
    long count = atomic_load(&reached);
    if (plan.at == 0 || count < plan.at) report(count, "-", "-");
}
#endif

/* uringsync.c - io_uring by its system calls: a library for one operation would be one more package to install. */
#define _GNU_SOURCE
#include "uringsync.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__linux__) && defined(SYS_io_uring_setup)
#include <linux/io_uring.h>

enum { ENTRIES = 1024 };

static struct {
    int fd; /* 0: not asked yet, -1: refused */
    unsigned *sq_tail, *sq_mask, *sq_array, *cq_head, *cq_tail, *cq_mask;
    struct io_uring_sqe *requests;
    struct io_uring_cqe *answers;
} ring;

static void *map(size_t size, off_t what)
{
    return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring.fd, what);
}

bool uring_is_there(void)
{
    if (ring.fd != 0) return ring.fd > 0;
    struct io_uring_params p = {0};
    ring.fd = (int)syscall(SYS_io_uring_setup, ENTRIES, &p);
    if (ring.fd < 0) return false;
    char *sq = map(p.sq_off.array + p.sq_entries * sizeof(unsigned), IORING_OFF_SQ_RING);
    char *cq = map(p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe), IORING_OFF_CQ_RING);
    ring.requests = map(p.sq_entries * sizeof(struct io_uring_sqe), IORING_OFF_SQES);
    if (sq == MAP_FAILED || cq == MAP_FAILED || ring.requests == MAP_FAILED) return ring.fd = -1, false;
    ring.sq_tail = (unsigned *)(void *)(sq + p.sq_off.tail);
    ring.sq_mask = (unsigned *)(void *)(sq + p.sq_off.ring_mask);
    ring.sq_array = (unsigned *)(void *)(sq + p.sq_off.array);
    ring.cq_head = (unsigned *)(void *)(cq + p.cq_off.head);
    ring.cq_tail = (unsigned *)(void *)(cq + p.cq_off.tail);
    ring.cq_mask = (unsigned *)(void *)(cq + p.cq_off.ring_mask);
    ring.answers = (struct io_uring_cqe *)(void *)(cq + p.cq_off.cqes);
    return true;
}

static void ask(int file)
{
    unsigned tail = *ring.sq_tail, at = tail & *ring.sq_mask;
    memset(&ring.requests[at], 0, sizeof ring.requests[at]);
    ring.requests[at].opcode = IORING_OP_FSYNC;
    ring.requests[at].fd = file;
    ring.sq_array[at] = at;
    __atomic_store_n(ring.sq_tail, tail + 1, __ATOMIC_RELEASE);
}

bool uring_sync(const int *files, int count)
{
    int error = 0;
    for (int first = 0; first < count; first += ENTRIES) {
        unsigned n = (unsigned)(count - first < ENTRIES ? count - first : ENTRIES);
        for (unsigned i = 0; i < n; i++) ask(files[first + (int)i]);
        for (unsigned asked = 0, done = 0; done < n;) {
            long took = syscall(SYS_io_uring_enter, ring.fd, n - asked, 1, IORING_ENTER_GETEVENTS, NULL, 0);
            if (took < 0 && errno != EINTR) return false;
            if (took > 0) asked += (unsigned)took;
            for (unsigned head = *ring.cq_head; head != __atomic_load_n(ring.cq_tail, __ATOMIC_ACQUIRE); done++) {
                int result = ring.answers[head & *ring.cq_mask].res;
                if (result < 0) error = -result;
                __atomic_store_n(ring.cq_head, ++head, __ATOMIC_RELEASE);
            }
        }
    }
    errno = error;
    return error == 0;
}
#else
bool uring_is_there(void)
{
    return false;
}

bool uring_sync(const int *files, int count)
{
    (void)files;
    (void)count;
    errno = ENOSYS;
    return false;
}
#endif

/* wirebench [MEGABYTES [ROUNDS]] - how fast pop3_wire_step takes RETR replies apart, beside memcpy of the same octets.
 *
 * cold: 256 KiB pieces of a corpus that streams from memory. hot: each piece is put into one receive buffer first, as
 * recv would, and only what follows is timed. Every round runs all contenders in turn, so that a busy neighbour slows
 * them alike; figures are medians, ratios medians of the rounds' ratios. Exits 1 when an octet is lost. */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "mailmaker.h"
#include "pop3_wire.h"

enum { PIECE = 256 * 1024, ROUNDS_MAX = 31, LINE_MAX_OCTETS = 512 };

/* What all contenders of one run share: the corpus as made, a copy that may be changed, and two buffers of one piece. */
typedef struct bench {
    mail_made made;
    const uint8_t *pristine;
    uint8_t *corpus;
    uint8_t *buffer;
    uint8_t *spare;
    pop3_wire wire;
    const pop3_scan *scan;
    size_t content;
    size_t replies;
} bench;

/* Works on one piece and says how many of its octets it used. */
typedef size_t worker(bench *b, uint8_t *piece, size_t len);

typedef struct contender {
    const char *name;
    worker *work;
    int level;     /* of the scan, or -1 */
    size_t part;   /* the corpus is divided by this: the slow ones need not see all of it */
    bool hot;
    bool changes;  /* the corpus */
    double rate[ROUNDS_MAX];
    double ratio[ROUNDS_MAX];
} contender;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t work_memcpy(bench *b, uint8_t *piece, size_t len)
{
    memcpy(b->spare, piece, len);
    __asm__ volatile("" ::"r"(b->spare) : "memory");
    return len;
}

static size_t work_wire(bench *b, uint8_t *piece, size_t len)
{
    size_t at = 0;
    for (;;) {
        size_t used = 0;
        pop3_event event;
        pop3_status status = pop3_wire_step(&b->wire, piece + at, len - at, &used, &event);
        at += used;
        if (status == POP3_AGAIN)
            return at;
        if (status != POP3_OK) {
            fprintf(stderr, "wirebench: status %d\n", (int)status);
            exit(1);
        }
        b->content += event.kind == POP3_BODY ? event.bytes.len : 0;
        if (event.last) {
            b->replies++;
            pop3_wire_expect(&b->wire, POP3_REPLY_BODY);
        }
    }
}

static size_t work_scan(bench *b, uint8_t *piece, size_t len)
{
    for (size_t at = 0; at < len;) {
        size_t found = b->scan->crlf_dot(piece + at, len - at);
        b->replies += found < len - at;
        at += found + 3;
    }
    return len;
}

/* One pass over the corpus: octets a nanosecond, which is GB/s. */
static double pass(bench *b, const contender *c)
{
    size_t size = b->made.octets / c->part;
    double seconds = 0;
    b->content = b->replies = 0;
    b->scan = pop3_scan_at((pop3_scan_level)(c->level < 0 ? 0 : c->level));
    pop3_wire_init(&b->wire, LINE_MAX_OCTETS);
    pop3_wire_expect(&b->wire, POP3_REPLY_BODY);
    for (size_t at = 0; at < size;) {
        size_t len = size - at < PIECE ? size - at : PIECE;
        uint8_t *piece = b->corpus + at;
        if (c->hot)
            piece = memcpy(b->buffer, b->pristine + at, len);
        double begin = now();
        size_t used = c->work(b, piece, len);
        seconds += now() - begin;
        if (used == 0)
            break;
        at += used;
    }
    if (c->changes && !c->hot)
        memcpy(b->corpus, b->pristine, size);
    if (c->work == work_wire && (b->content != b->made.content || b->replies != b->made.replies)) {
        fprintf(stderr, "wirebench: %zu octets in %zu replies, not %zu in %zu\n", b->content, b->replies,
                b->made.content, b->made.replies);
        exit(1);
    }
    return (double)size / seconds / 1e9;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return values[count / 2];
}

static void run(bench *b, size_t rounds)
{
    contender all[] = {
        {.name = "memcpy", .work = work_memcpy, .level = -1, .part = 1},
        {.name = "wire", .work = work_wire, .level = -1, .part = 1, .changes = true},
        {.name = "scan avx2", .work = work_scan, .level = POP3_SCAN_AVX2, .part = 1},
        {.name = "scan sse2", .work = work_scan, .level = POP3_SCAN_SSE2, .part = 1},
        {.name = "scan neon", .work = work_scan, .level = POP3_SCAN_NEON, .part = 1},
        {.name = "scan scalar", .work = work_scan, .level = POP3_SCAN_SCALAR, .part = 8},
    };
    enum { COUNT = sizeof all / sizeof *all };
    for (int hot = 0; hot < 2; hot++) {
        for (size_t r = 0; r < rounds; r++)
            for (size_t i = 0; i < COUNT; i++) {
                contender *c = &all[i];
                c->hot = hot;
                if (c->level >= 0 && !pop3_scan_at((pop3_scan_level)c->level))
                    continue;
                c->rate[r] = pass(b, c);
                c->ratio[r] = c->rate[r] / all[0].rate[r];
            }
        for (size_t i = 0; i < COUNT; i++)
            if (all[i].level < 0 || pop3_scan_at((pop3_scan_level)all[i].level))
                printf("| %s | %s | %.1f | %.2f |\n", hot ? "hot" : "cold", all[i].name, median(all[i].rate, rounds),
                       median(all[i].ratio, rounds));
        fflush(stdout);
    }
}

static uint8_t *take(size_t size)
{
    void *got = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (got == MAP_FAILED) {
        perror("wirebench");
        exit(1);
    }
    return got;
}

int main(int argc, char **argv)
{
    size_t size = (argc > 1 ? strtoull(argv[1], NULL, 10) : 1000) * 1000000;
    size_t rounds = argc > 2 ? strtoull(argv[2], NULL, 10) : 5;
    if (size < 10000000 || rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: wirebench [MEGABYTES (10 and more) [ROUNDS (1 to %d)]]\n", ROUNDS_MAX);
        return 2;
    }
    uint8_t *pristine = take(size), *corpus = take(size), *buffer = take(PIECE), *spare = take(PIECE);
    for (int kind = 0; kind < MAIL_KINDS; kind++) {
        bench b = {.pristine = pristine, .corpus = corpus, .buffer = buffer, .spare = spare};
        b.made = mail_make((mail_kind)kind, pristine, size);
        memcpy(corpus, pristine, b.made.octets);
        printf("\n### %s: %zu mails, %zu MB, %zu stuffed dots\n\n| | | GB/s | of memcpy |\n|---|---|---|---|\n",
               mail_kind_names[kind], b.made.replies, b.made.octets / 1000000,
               b.made.octets - b.made.content - b.made.replies * strlen("+OK message follows\r\n.\r\n"));
        run(&b, rounds);
    }
    return 0;
}

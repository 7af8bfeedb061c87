/* wire_fuzz.c - libFuzzer target: whatever a server sends, however it is cut, the reply parser keeps its promises.
 *
 * Input: octet 0 picks line_max, octet 1 the kinds of four replies (two bits each, over and over), octet 2 how the
 * stream is cut; the rest is what the server sends, in which 0xff and another octet stand for a run of about
 * POP3_SLICE_MIN letters, so that small inputs reach the places where long slices are treated otherwise. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pop3_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "wire_fuzz.c:%d: not so: %s\n", __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

enum { HEADER = 3, STREAM_MAX = 96 * 1024, LEVELS = 4 };

typedef struct settings {
    const uint8_t *stream;
    size_t line_max;
    uint8_t replies;
    uint8_t cut;
} settings;

/* All that came out of one run: each event's kind, its length and its octets, the slices of one body joined. */
typedef struct report {
    uint8_t *octets;
    size_t len;
    size_t size;
    size_t open_body; /* where the length of the body that is being joined stands, or SIZE_MAX */
    size_t used;
    pop3_status status;
} report;

static void append(report *r, const void *octets, size_t len)
{
    if (r->size - r->len < len) {
        r->size = (r->len + len) * 2;
        r->octets = realloc(r->octets, r->size);
        REQUIRE(r->octets);
    }
    if (len)
        memcpy(r->octets + r->len, octets, len);
    r->len += len;
}

static void record(report *r, const pop3_event *event)
{
    if (event->kind == POP3_BODY && r->open_body != SIZE_MAX) {
        size_t len;
        memcpy(&len, r->octets + r->open_body, sizeof len);
        len += event->bytes.len;
        memcpy(r->octets + r->open_body, &len, sizeof len);
    } else {
        uint8_t head[2] = {(uint8_t)event->kind, event->last};
        append(r, head, sizeof head);
        r->open_body = event->kind == POP3_BODY ? r->len : SIZE_MAX;
        append(r, &event->bytes.len, sizeof event->bytes.len);
    }
    append(r, event->bytes.at, event->bytes.len);
}

static void expect_next(pop3_wire *w, const settings *s, size_t *replies)
{
    pop3_wire_expect(w, (pop3_reply)(s->replies >> (2 * (*replies % 4)) & 3));
    ++*replies;
}

static void check_sticks(pop3_wire *w, pop3_status status)
{
    uint8_t more[] = "+OK\r\n";
    size_t used = 1, replies = 0;
    pop3_event event;
    expect_next(w, &(settings){0}, &replies);
    REQUIRE(pop3_wire_step(w, more, sizeof more - 1, &used, &event) == status);
    REQUIRE(used == 0);
}

/* One call with [in, in + len), which is all of its allocation. Answers whether there may be more to find. */
static bool step(pop3_wire *w, const settings *s, uint8_t *in, size_t len, size_t *replies, size_t *at, report *r)
{
    size_t used = SIZE_MAX;
    pop3_event event = {0};
    pop3_status status = pop3_wire_step(w, in, len, &used, &event);
    REQUIRE(used <= len);
    *at += used;
    r->used += used;
    REQUIRE(memcmp(in + used, s->stream + r->used, len - used) == 0);
    r->status = status;
    if (status < POP3_OK)
        check_sticks(w, status);
    if (status != POP3_OK) {
        size_t keep = (s->line_max ? s->line_max : POP3_LINE_MAX) + 2;
        REQUIRE(status < POP3_OK || len - used <= (keep < 3 ? 3 : keep));
        return false;
    }
    REQUIRE(used > 0);
    REQUIRE(event.bytes.at >= in && event.bytes.at + event.bytes.len <= in + len);
    REQUIRE(event.kind != POP3_BODY || event.bytes.len > 0);
    REQUIRE(event.kind != POP3_END || (event.bytes.len == 0 && event.last));
    record(r, &event);
    if (event.last)
        expect_next(w, s, replies);
    return true;
}

/* Feeds the stream in pieces; `cut` 0: in one, 1: octet by octet, else: pieces that follow from it. */
static report run(const settings *s, size_t len, const pop3_scan *scan, uint8_t cut)
{
    report r = {.open_body = SIZE_MAX, .status = POP3_AGAIN};
    pop3_wire w;
    size_t replies = 0, kept = 0;
    uint8_t *keep = NULL;
    uint32_t dice = cut;
    pop3_wire_init(&w, s->line_max);
    w.scan = scan;
    expect_next(&w, s, &replies);
    for (size_t fed = 0; fed < len && r.status >= POP3_OK;) {
        dice = dice * 1664525 + 1013904223;
        size_t piece = cut == 0 ? len : cut == 1 ? 1 : 1 + (dice >> 8) % (cut % 2 ? 16 : 4096);
        if (piece > len - fed)
            piece = len - fed;
        uint8_t *in = malloc(kept + piece);
        REQUIRE(in);
        if (kept)
            memcpy(in, keep, kept);
        memcpy(in + kept, s->stream + fed, piece);
        fed += piece;
        size_t at = 0, have = kept + piece;
        while (step(&w, s, in + at, have - at, &replies, &at, &r)) {
        }
        kept = have - at;
        free(keep);
        keep = malloc(kept + 1);
        REQUIRE(keep);
        memcpy(keep, in + at, kept);
        free(in);
    }
    free(keep);
    return r;
}

static void require_same(const report *a, const report *b)
{
    REQUIRE(a->status == b->status);
    REQUIRE(a->used == b->used);
    REQUIRE(a->len == b->len && (a->len == 0 || memcmp(a->octets, b->octets, a->len) == 0));
}

static size_t expand(const uint8_t *data, size_t size, uint8_t *stream)
{
    size_t len = 0;
    for (size_t i = 0; i < size && len < STREAM_MAX - POP3_SLICE_MIN - 16; i++) {
        if (data[i] != 0xff || i + 1 == size) {
            stream[len++] = data[i];
            continue;
        }
        size_t letters = POP3_SLICE_MIN - 8 + (data[++i] & 15);
        memset(stream + len, 'x', letters);
        len += letters;
    }
    return len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t limits[] = {0, 4, 5, 8, 16, 64, 512, SIZE_MAX - 2};
    static uint8_t stream[STREAM_MAX];
    if (size < HEADER)
        return 0;
    settings s = {.stream = stream, .line_max = limits[data[0] % 8], .replies = data[1], .cut = data[2]};
    size_t len = expand(data + HEADER, size - HEADER, stream);

    const pop3_scan *plain = pop3_scan_at(POP3_SCAN_SCALAR);
    report whole = run(&s, len, plain, 0);
    for (int level = 0; level < LEVELS; level++) {
        const pop3_scan *scan = pop3_scan_at((pop3_scan_level)level);
        if (!scan)
            continue;
        REQUIRE(scan->crlf_dot(stream, len) == plain->crlf_dot(stream, len));
        REQUIRE(scan->lf_dot(stream, len) == plain->lf_dot(stream, len));
        const uint8_t cuts[] = {0, 1, s.cut};
        for (size_t i = 0; i < sizeof cuts; i++) {
            if (cuts[i] % 2 == 1 && len > 4096)
                continue; /* so many small pieces take too long */
            report chopped = run(&s, len, scan, cuts[i]);
            require_same(&whole, &chopped);
            free(chopped.octets);
        }
    }
    free(whole.octets);
    return 0;
}

/* decodebench [MEGABYTES [ROUNDS]] - how fast mime_decode is on base64 and on quoted-printable, beside memcpy of the same octets.
 *
 * Input and output stay within the processor's cache, as they do when a mail is read piece by piece. Every round runs all
 * contenders in turn, so that a busy neighbour slows them alike; the best of all rounds counts. Rates are input octets by
 * the time stamp counter's ticks where there is one, else by nanoseconds. Exits 1 when an octet comes out wrong. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

#include "decode_private.h"

enum { PIECE = 64 * 1024, ROUNDS_MAX = 99, LINE_OCTETS = 76, CONTENT = 96 * 1024 };

typedef struct sample {
    uint8_t in[PIECE];
    size_t len;
    uint8_t content[CONTENT]; /* what it decodes to */
    size_t content_len;
    mime_encoding encoding;
} sample;

typedef size_t worker(const sample *s, uint8_t *out);

typedef struct contender {
    const char *name;
    worker *work;
    double best;
} contender;

#if defined(__x86_64__)
static const char unit[] = "octets a cycle (time stamp counter)";
static uint64_t ticks(void)
{
    return __rdtsc();
}
#else
static const char unit[] = "octets a nanosecond (GB/s)";
static uint64_t ticks(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}
#endif

static size_t work_memcpy(const sample *s, uint8_t *out)
{
    memcpy(out, s->in, s->len);
    return s->len;
}

static size_t work_decode(const sample *s, uint8_t *out)
{
    mime_decoder decoder;
    mime_decode_begin(&decoder, s->encoding);
    size_t written = mime_decode(&decoder, (mime_span){s->in, s->len}, out);
    return written + mime_decode_end(&decoder, out + written);
}

/* The plain versions alone. */
static size_t work_scalar(const sample *s, uint8_t *out)
{
    if (s->encoding == MIME_ENCODING_BASE64)
        return mime_base64_groups_scalar(s->in, s->len, out).written;
    size_t used = 0, written = 0;
    while (used < s->len) {
        mime_step step = mime_quoted_run_scalar(s->in + used, s->len - used, out + written);
        used += step.used;
        written += step.written;
        if (used < s->len)
            out[written++] = s->in[used++];
    }
    return written;
}

static void make_base64(sample *s)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t seed = 1;
    s->encoding = MIME_ENCODING_BASE64;
    while (s->len + LINE_OCTETS + 2 <= sizeof s->in) {
        for (int group = 0; group < LINE_OCTETS / 4; group++) {
            seed = seed * 1664525 + 1013904223;
            uint32_t bits = seed >> 8;
            for (int i = 0; i < 3; i++)
                s->content[s->content_len++] = (uint8_t)(bits >> (16 - 8 * i));
            for (int i = 0; i < 4; i++)
                s->in[s->len++] = (uint8_t)alphabet[bits >> (18 - 6 * i) & 63];
        }
        s->in[s->len++] = '\r';
        s->in[s->len++] = '\n';
    }
}

/* German prose: paragraphs of long lines in soft-broken ones, an escape or two in each. */
static void make_quoted(sample *s)
{
    static const char *const words[] = {"der",  "Brief", "ist",   "f=C3=BCr", "heute", "und",  "die",   "Antwort", "auf",
                                        "eine", "Frage", "nach",  "dem",      "Weg",   "von",  "einem", "Ort",     "zum",
                                        "n=C3=A4chsten",  "den", "man",  "nicht",    "sieht", "bevor", "er", "da", "ist."};
    uint32_t seed = 1;
    size_t line = 0;
    s->encoding = MIME_ENCODING_QUOTED;
    while (s->len + 64 <= sizeof s->in) {
        seed = seed * 1664525 + 1013904223;
        const char *word = words[(seed >> 16) % (sizeof words / sizeof *words)];
        size_t len = strlen(word);
        if (line + len + 2 > LINE_OCTETS) {
            bool is_hard = (seed >> 8) % 8 == 0;
            memcpy(s->in + s->len, "=\r\n", 3);
            s->len += 3;
            line = 0;
            if (is_hard) {
                s->len -= 3;
                memcpy(s->in + s->len, ".\r\n\r\n", 5);
                memcpy(s->content + s->content_len, ".\r\n\r\n", 5);
                s->len += 5;
                s->content_len += 5;
            }
        }
        for (size_t i = 0; i < len; i++) {
            bool escaped = word[i] == '=';
            s->content[s->content_len++] = (uint8_t)(escaped ? strtoul((char[]){word[i + 1], word[i + 2], 0}, NULL, 16)
                                                             : (unsigned char)word[i]);
            i += escaped ? 2 : 0;
        }
        memcpy(s->in + s->len, word, len);
        s->len += len;
        s->in[s->len++] = ' ';
        s->content[s->content_len++] = ' ';
        line += len + 1;
    }
    s->in[s->len++] = '.';
    s->content[s->content_len++] = '.';
}

static void run(const sample *s, const char *name, size_t passes, size_t rounds)
{
    static uint8_t out[PIECE + MIME_DECODE_SLACK];
    contender all[] = {{"memcpy", work_memcpy, 0}, {"decode", work_decode, 0}, {"scalar", work_scalar, 0}};
    enum { COUNT = sizeof all / sizeof *all };
    if (work_decode(s, out) != s->content_len || memcmp(out, s->content, s->content_len) != 0) {
        fprintf(stderr, "decodebench: %s comes out wrong\n", name);
        exit(1);
    }
    for (size_t r = 0; r < rounds; r++)
        for (size_t i = 0; i < COUNT; i++) {
            uint64_t begin = ticks();
            for (size_t p = 0; p < passes; p++) {
                all[i].work(s, out);
                __asm__ volatile("" ::"r"(out) : "memory");
            }
            double rate = (double)(s->len * passes) / (double)(ticks() - begin);
            all[i].best = rate > all[i].best ? rate : all[i].best;
        }
    printf("\n### %s: %s\n\n| | rate | of memcpy |\n|---|---|---|\n", name, unit);
    for (size_t i = 0; i < COUNT; i++)
        printf("| %s | %.2f | %.2f |\n", all[i].name, all[i].best, all[i].best / all[0].best);
}

int main(int argc, char **argv)
{
    size_t megabytes = argc > 1 ? strtoull(argv[1], NULL, 10) : 20;
    size_t rounds = argc > 2 ? strtoull(argv[2], NULL, 10) : 15;
    if (megabytes < 1 || megabytes > 100000 || rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: decodebench [MEGABYTES a round (1 and more) [ROUNDS (1 to %d)]]\n", ROUNDS_MAX);
        return 2;
    }
    static sample base64, quoted;
    make_base64(&base64);
    make_quoted(&quoted);
    size_t passes = megabytes * 1000000 / PIECE + 1;
    run(&base64, "base64, lines of 76 octets", passes, rounds);
    run(&quoted, "quoted-printable", passes, rounds);
    return 0;
}

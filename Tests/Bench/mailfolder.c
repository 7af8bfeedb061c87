/* mailfolder.c - what the mail benchmarks share. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "mailfolder.h"

#include <dirent.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

typedef struct mail_folder {
    mail *mails;
    size_t count;
    size_t octets;
} mail_folder;

enum { ROUNDS_MAX = 1000, HEADER_REPEATS = 10 };

static void *check(void *made)
{
    if (!made) {
        perror("mailbench");
        exit(1);
    }
    return made;
}

/* Whether the first line is a field or "From ": what lies in folders of mail and is none costs one reader much and another nothing. */
static bool is_mail(const uint8_t *at, size_t len)
{
    size_t name = 0;
    while (name < len && at[name] > ' ' && at[name] < 0x7f && at[name] != ':')
        name++;
    return name > 0 && name < len && (at[name] == ':' || (name == 4 && memcmp(at, "From ", 5) == 0));
}

static void read_file(mail_folder *folder, const char *path, size_t len)
{
    FILE *file = check(fopen(path, "rb"));
    uint8_t *at = check(malloc(len + 1));
    len = fread(at, 1, len, file);
    fclose(file);
    if (!is_mail(at, len)) {
        free(at);
        return;
    }
    size_t header_len = len;
    for (size_t i = 0; i + 1 < len && header_len == len; i++) {
        if (at[i] == '\n' && (at[i + 1] == '\n' || (at[i + 1] == '\r' && i + 2 < len && at[i + 2] == '\n')))
            header_len = i + (at[i + 1] == '\n' ? 2 : 3);
    }
    if ((folder->count & (folder->count + 1)) == 0)
        folder->mails = check(realloc(folder->mails, (folder->count + 1) * 2 * sizeof *folder->mails));
    folder->mails[folder->count++] = (mail){at, len, header_len};
    folder->octets += len;
}

static void read_folder(mail_folder *folder, const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char *below;
        struct stat about;
        if (entries[i]->d_name[0] == '.' || asprintf(&below, "%s/%s", path, entries[i]->d_name) < 0)
            continue;
        if (lstat(below, &about) == 0 && S_ISDIR(about.st_mode))
            read_folder(folder, below);
        else if (S_ISREG(about.st_mode))
            read_file(folder, below, (size_t)about.st_size);
        free(below);
        free(entries[i]);
    }
}

static mail_folder read_all(const char *path)
{
    mail_folder folder = {NULL, 0, 0};
    read_folder(&folder, path);
    if (folder.count)
        return folder;
    fprintf(stderr, "mailbench: no files in %s\n", path);
    exit(1);
}

static EVP_MD_CTX *context;
static EVP_MD *sha256; /* fetched once: asking for it by name costs more than a short text */

void mail_hash_begin(bool hashes)
{
    if (!context) {
        context = check(EVP_MD_CTX_new());
        sha256 = check(EVP_MD_fetch(NULL, "SHA256", NULL));
    }
    if (hashes)
        EVP_DigestInit_ex2(context, sha256, NULL);
}

void mail_hash_add(bool hashes, const void *at, size_t len)
{
    if (hashes)
        EVP_DigestUpdate(context, at, len);
}

void mail_hash_end(bool hashes)
{
    uint8_t hash[EVP_MAX_MD_SIZE];
    if (hashes)
        EVP_DigestFinal_ex(context, hash, NULL);
    __asm__ volatile("" ::"r"(hash) : "memory");
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

typedef enum measure { WHOLE, UNHASHED, HEADER, MEASURES } measure;
static const char *const names[MEASURES] = {"whole", "unhashed", "header"};

static void run(const char *name, const mail_folder *folder, size_t rounds, void *reader, mail_whole *whole,
                mail_header *header, int only)
{
    double best[MEASURES] = {1e18, 1e18, 1e18};
    mail_tally tally = {0, 0, 0, 0};
    for (size_t r = 0; r < rounds; r++) {
        for (int what = 0; what < MEASURES; what++) {
            if (only >= 0 && what != only)
                continue;
            int repeats = what == HEADER ? HEADER_REPEATS : 1;
            double begin = now();
            tally = (mail_tally){0, 0, 0, 0};
            for (int repeat = 0; repeat < repeats; repeat++) {
                for (size_t i = 0; i < folder->count; i++) {
                    if (what == HEADER)
                        header(reader, &folder->mails[i], &tally);
                    else
                        whole(reader, &folder->mails[i], what == WHOLE, &tally);
                }
            }
            double spent = (now() - begin) / repeats;
            best[what] = spent < best[what] ? spent : best[what];
            if (r == 0 && what == WHOLE)
                printf("%s saw %zu %zu %zu %zu\n", name, tally.leaves, tally.octets, tally.text, tally.fields);
        }
    }
    for (int what = 0; what < MEASURES; what++)
        if (only < 0 || what == only)
            printf("%s %s %.3f\n", name, names[what], best[what] / (double)folder->count);
}

int mail_measure(int argc, char **argv, const char *name, void *reader, mail_whole *whole, mail_header *header)
{
    size_t rounds = argc > 2 ? strtoull(argv[2], NULL, 10) : 3;
    int only = -1;
    for (int what = 0; argc > 3 && what < MEASURES; what++)
        if (strcmp(argv[3], names[what]) == 0)
            only = what;
    if (argc < 2 || argc > 4 || rounds < 1 || rounds > ROUNDS_MAX || (argc == 4 && only < 0)) {
        fprintf(stderr, "usage: %s FOLDER [ROUNDS (1 to %d) [whole|unhashed|header]]\n", argv[0], ROUNDS_MAX);
        return 2;
    }
    mail_folder folder = read_all(argv[1]);
    run(name, &folder, rounds, reader, whole, header, only);
    return 0;
}

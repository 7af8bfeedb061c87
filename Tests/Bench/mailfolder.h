/* mailfolder.h - what the mail benchmarks share: a folder of mail in memory, one digest, one clock, one way to say what was measured. */
#ifndef MAILFOLDER_H
#define MAILFOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct mail {
    uint8_t *at;
    size_t len;
    size_t header_len; /* through the first blank line */
} mail;

/* What one pass saw. Readers that see the same do the same work. */
typedef struct mail_tally {
    size_t leaves;
    size_t octets; /* of decoded leaves */
    size_t text;   /* octets of the main texts, in UTF-8 */
    size_t fields; /* octets of the four fields, decoded */
} mail_tally;

/* What is measured of a reader. hashes: every decoded leaf goes through mail_hash_add; without it the rest of the work is the same. */
typedef void mail_whole(void *reader, const mail *m, bool hashes, mail_tally *tally);
typedef void mail_header(void *reader, const mail *m, mail_tally *tally);

/* SHA-256 of a leaf, thrown away; nothing at all where `hashes` is false. */
void mail_hash_begin(bool hashes);
void mail_hash_add(bool hashes, const void *at, size_t len);
void mail_hash_end(bool hashes);

/* The main of such a benchmark: FOLDER [ROUNDS [whole|unhashed|header]] of the command line, the third for a profiler. Prints the best of
 * the rounds in CPU microseconds a message, "NAME whole|unhashed|header MICROSECONDS", and "NAME saw LEAVES OCTETS TEXT FIELDS". */
int mail_measure(int argc, char **argv, const char *name, void *reader, mail_whole *whole, mail_header *header);

#endif

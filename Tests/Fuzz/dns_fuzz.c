/* dns_fuzz.c - libFuzzer target: whatever a name server answers, the records that come out of it are hosts' names within their bounds, and
 * room for fewer of them only leaves some out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "msv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "dns_fuzz.c:%d: not so: %s\n", __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

static void must_be_name(const msv_record *record)
{
    const char *end = memchr(record->target, 0, sizeof record->target);
    REQUIRE(end != NULL);
    size_t len = (size_t)(end - record->target);
    REQUIRE(len >= 1 && len <= MSV_NAME_MAX);
    REQUIRE(strspn(record->target, allowed) == len);
    if (strcmp(record->target, ".") == 0) return;
    size_t label = 0;
    for (size_t i = 0; i <= len; i++) {
        if (i < len && record->target[i] != '.') {
            label++;
            continue;
        }
        REQUIRE(label >= 1 && label <= 63);
        label = 0;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    REQUIRE(copy);
    if (size)
        memcpy(copy, data, size);
    int whole = -1;
    for (size_t capacity = MSV_RECORDS_MAX;; capacity /= 4) { /* 32, 8, 2, 0 */
        /* An allocation of its own, so that one record too many is seen. */
        msv_record *records = malloc(capacity ? capacity * sizeof *records : 1);
        REQUIRE(records);
        int count = msv_parse(copy, size, records, capacity);
        REQUIRE(count == MSV_E_SYNTAX || (count >= 0 && (size_t)count <= capacity));
        for (int i = 0; i < count; i++)
            must_be_name(&records[i]);
        if (capacity == MSV_RECORDS_MAX)
            whole = count;
        else if (whole >= 0)
            REQUIRE(count == (whole < (int)capacity ? whole : (int)capacity));
        free(records);
        if (capacity == 0)
            break;
    }
    free(copy);
    return 0;
}

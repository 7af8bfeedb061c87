/* date_fuzz.c - libFuzzer target: whatever a Date field says, what is read of it lies within the years 0 to 10000 and says the
 * same when it is written in RFC 5322's way and read again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mime_date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "date_fuzz.c:%d: not so: %s\n", __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The way back, by counting, which is slow and plain. */
static size_t written(int64_t local, int zone, char *out, size_t room)
{
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t days = local / 86400, clock = local % 86400;
    if (clock < 0) {
        clock += 86400;
        days--;
    }
    int year = 1970, month = 0;
    for (; days < 0; days += 365 + is_leap(year))
        year--;
    for (; days >= 365 + is_leap(year); year++)
        days -= 365 + is_leap(year);
    for (; days >= lengths[month] + (month == 1 && is_leap(year)); month++)
        days -= lengths[month] + (month == 1 && is_leap(year));
    int away = zone < 0 ? -zone : zone;
    int len = snprintf(out, room, "%d %s %04d %02d:%02d:%02d %c%02d%02d", (int)days + 1, months[month], year, (int)(clock / 3600),
                       (int)(clock / 60 % 60), (int)(clock % 60), zone < 0 ? '-' : '+', away / 60, away % 60);
    REQUIRE(len > 0 && (size_t)len < room);
    return (size_t)len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    REQUIRE(copy);
    if (size)
        memcpy(copy, data, size);
    mime_date date, again;
    if (mime_date_read((mime_span){copy, size}, &date)) {
        int64_t local = date.seconds + (int64_t)date.zone * 60;
        REQUIRE(date.zone >= -1439 && date.zone <= 1439 && (date.has_zone || date.zone == 0));
        REQUIRE(local >= INT64_C(-62135596800) && local <= INT64_C(253402300800));
        if (local < INT64_C(253402300800)) { /* a leap second at the end of the year 9999 */
            char text[64];
            size_t len = written(local, date.zone, text, sizeof text);
            REQUIRE(mime_date_read((mime_span){(const uint8_t *)text, len}, &again));
            REQUIRE(again.seconds == date.seconds && again.zone == date.zone);
        }
    }
    free(copy);
    return 0;
}

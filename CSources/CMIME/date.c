/* date.c - reads dates word by word: what a number is follows from what it stands beside, not from where it should be. */
#include "mime_date.h"

#include "date_private.h"

enum {
    VALUE_MAX = 99999999, /* the largest number a date has, 20261124; larger ones count as it */
    YEAR_MAX = 9999,
    YEAR_TURN = 50,       /* two digits below are of this century (RFC 5322 section 4.3) */
    ZONE_HOURS_MAX = 23,
    WORDS_MAX = 64        /* a date has seven or so; what is behind them is something else */
};

typedef struct number {
    int value;
    size_t digits;
} number;

/* What is read, and what is known so far; -1 where nothing is. */
typedef struct reading {
    const uint8_t *at;
    const uint8_t *end;
    int year, month, day;
    int hour, minute, second;
    bool is_impossible;   /* the time of day */
    int zone;             /* minutes, or MIME_ZONE_UNKNOWN */
    bool zone_is_numeric;
    bool behind_t;        /* the T of ISO 8601 came last */
    bool behind_month;    /* a month's name, with nothing between */
} reading;

static bool is_digit(uint8_t octet)
{
    return octet >= '0' && octet <= '9';
}

static bool is_letter(uint8_t octet)
{
    return (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
}

/* Whether `octet` comes next; then it is behind us. */
static bool take(reading *r, uint8_t octet)
{
    bool is_next = r->at < r->end && *r->at == octet;
    r->at += is_next;
    return is_next;
}

static number take_number(reading *r)
{
    number n = {0, 0};
    for (; r->at < r->end && is_digit(*r->at); r->at++, n.digits++)
        n.value = n.value > VALUE_MAX / 10 ? VALUE_MAX : n.value * 10 + (*r->at - '0');
    return n;
}

static void skip_comment(reading *r)
{
    size_t depth = 0;
    while (r->at < r->end) {
        uint8_t octet = *r->at++;
        if (octet == '\\')
            r->at += r->at < r->end;
        else if (octet == '(')
            depth++;
        else if (octet == ')' && --depth == 0)
            return;
    }
}

static void skip_space(reading *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\r' || *r->at == '\n' || *r->at == '(')) {
        if (*r->at == '(')
            skip_comment(r);
        else
            r->at++;
    }
}

static void set_year(reading *r, number n)
{
    if (r->year >= 0 || n.digits == 0)
        return;
    if (n.digits <= 2)
        r->year = n.value + (n.value < YEAR_TURN ? 2000 : 1900);
    else
        r->year = n.digits == 3 ? n.value + 1900 : n.value;
}

/* "2026-11-24", "11/24/2026", "24.11.2026": three numbers with the same sign between. Returns false, and nothing is read, where
 * the second is no number. */
static bool take_numeric_date(reading *r, number first)
{
    const uint8_t *begin = r->at;
    if (r->at == r->end || r->month >= 0 || r->day >= 0)
        return false;
    uint8_t sign = *r->at++;
    number second = take_number(r);
    number third = second.digits > 0 && take(r, sign) ? take_number(r) : (number){0, 0};
    if (third.digits == 0) {
        r->at = begin;
        return false;
    }
    if (first.digits > 2) {
        set_year(r, first);
        r->month = second.value;
        r->day = third.value;
        return true;
    }
    /* America's order where there are slashes, unless it makes no sense. */
    bool month_first = sign == '/' ? first.value <= 12 : second.value > 12;
    r->month = month_first ? first.value : second.value;
    r->day = month_first ? second.value : first.value;
    set_year(r, third);
    return true;
}

static void set_time(reading *r, int hour, int minute, int second)
{
    if (r->hour >= 0)
        return;
    /* 60 is a leap second. A clock that shows what cannot be is no clock, and its day is not to be believed either. */
    if (hour > 23 || minute > 59 || second > 60)
        r->is_impossible = true;
    r->hour = hour;
    r->minute = minute;
    r->second = second;
}

/* Whether `sign` and a number come next; then the sign is behind us. White space and comments may stand around it (RFC 5322
 * section 4.3). */
static bool take_sign(reading *r, uint8_t sign)
{
    const uint8_t *begin = r->at;
    skip_space(r);
    if (take(r, sign)) {
        skip_space(r);
        if (r->at < r->end && is_digit(*r->at))
            return true;
    }
    r->at = begin;
    return false;
}

/* What is behind the hour and its sign: "40", "40:00", "40:00.123". */
static void take_time(reading *r, number hour, uint8_t sign)
{
    number minute = take_number(r), second = {0, 0};
    if (take_sign(r, sign))
        second = take_number(r);
    if (r->at + 1 < r->end && (*r->at == '.' || *r->at == ',') && is_digit(r->at[1])) {
        r->at++;
        take_number(r);
    }
    set_time(r, hour.value, minute.value, second.value);
}

/* "+0100", "+01:00", "+1", "+100"; the sign is behind us. */
static void take_zone(reading *r, int sign)
{
    number n = take_number(r);
    int hours = n.digits > 2 ? n.value / 100 : n.value, minutes = n.digits > 2 ? n.value % 100 : 0;
    if (n.digits <= 2 && r->at + 1 < r->end && *r->at == ':' && is_digit(r->at[1])) {
        r->at++;
        minutes = take_number(r).value;
    }
    if (r->zone_is_numeric || n.digits > 4 || hours > ZONE_HOURS_MAX || minutes > 59)
        return;
    r->zone_is_numeric = true;
    r->zone = sign * (hours * 60 + minutes);
    if (sign < 0 && r->zone == 0)
        r->zone = MIME_ZONE_UNKNOWN; /* -0000: UTC, and nothing about the sender's clock (RFC 5322 section 3.3) */
}

/* 20261124, and 094000 behind the T (ISO 8601, basic format). */
static bool take_basic(reading *r, number n)
{
    if (n.digits == 8 && r->year < 0 && r->month < 0 && r->day < 0) {
        r->year = n.value / 10000;
        r->month = n.value / 100 % 100;
        r->day = n.value % 100;
        return true;
    }
    if (r->behind_t && (n.digits == 6 || n.digits == 4)) {
        int seconds = n.digits == 6 ? n.value % 100 : 0, rest = n.digits == 6 ? n.value / 100 : n.value;
        set_time(r, rest / 100, rest % 100, seconds);
        return true;
    }
    return false;
}

static void read_number(reading *r)
{
    number n = take_number(r);
    if (take_basic(r, n))
        return;
    if (n.digits <= 2 && take_sign(r, ':')) {
        take_time(r, n, ':');
        return;
    }
    uint8_t next = r->at < r->end ? *r->at : 0;
    bool digit_follows = r->at + 1 < r->end && is_digit(r->at[1]);
    if ((next == '-' || next == '/' || next == '.') && digit_follows && take_numeric_date(r, n)) {
        return;
    } else if (next == '.' && digit_follows && n.digits <= 2 && r->year >= 0) {
        r->at++;
        take_time(r, n, '.'); /* "09.40.00", seen from Finland */
    } else if (r->day < 0 && n.digits <= 2) {
        r->day = n.value;
    } else if (r->year < 0) {
        set_year(r, n);
    } else if (r->hour >= 0 && r->zone == MIME_ZONE_UNKNOWN && n.digits == 4) {
        r->at -= n.digits; /* a zone whose plus is missing */
        take_zone(r, 1);
    }
}

static void read_word(reading *r)
{
    mime_span word = {r->at, 0};
    while (r->at < r->end && is_letter(*r->at))
        r->at++;
    word.len = (size_t)(r->at - word.at);
    int month = mime_month_named(word);
    uint8_t first = (uint8_t)(*word.at | 0x20);
    if (month > 0 && r->month < 0) {
        r->month = month;
        r->behind_month = true;
    } else if (first == 't' && word.len == 1) {
        r->behind_t = true;
    } else if (word.len == 2 && (first == 'a' || first == 'p') && (word.at[1] | 0x20) == 'm') {
        if (r->hour >= 1 && r->hour <= 12)
            r->hour = r->hour % 12 + (first == 'p' ? 12 : 0);
    } else if (r->hour >= 0 && r->zone == MIME_ZONE_UNKNOWN && !r->zone_is_numeric) {
        r->zone = mime_zone_named(word);
    }
}

static void read_next(reading *r)
{
    bool behind_month = r->behind_month, behind_t = r->behind_t;
    r->behind_month = false;
    uint8_t octet = *r->at;
    if (octet == '(') {
        skip_comment(r);
    } else if (is_letter(octet)) {
        read_word(r);
    } else if (is_digit(octet)) {
        read_number(r);
    } else {
        r->at++;
        /* "Nov-2026" has no zone in it; the sign counts where a time stands before. */
        if ((octet == '+' || octet == '-') && r->hour >= 0 && !behind_month && r->at < r->end && is_digit(*r->at))
            take_zone(r, octet == '+' ? 1 : -1);
    }
    r->behind_t = r->behind_t && !behind_t;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from 1970-01-01; `ok` where there is such a day. */
static int64_t days_of(int year, int month, int day, bool *ok)
{
    static const int before[13] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    enum { DAYS_TO_1970 = 719162 }; /* from 0001-01-01 */
    *ok = year >= 1 && year <= YEAR_MAX && month >= 1 && month <= 12 && day >= 1;
    if (!*ok)
        return 0;
    int leap_day = is_leap(year);
    *ok = day <= before[month] - before[month - 1] + (month == 2 ? leap_day : 0);
    int past = year - 1;
    int64_t days = (int64_t)past * 365 + past / 4 - past / 100 + past / 400;
    return days + before[month - 1] + (month > 2 ? leap_day : 0) + day - 1 - DAYS_TO_1970;
}

bool mime_date_read(mime_span value, mime_date *out)
{
    *out = (mime_date){0};
    if (value.len == 0)
        return false;
    reading r = {.at = value.at, .end = value.at + value.len, .year = -1, .month = -1, .day = -1, .hour = -1,
                 .zone = MIME_ZONE_UNKNOWN};
    for (int words = 0; words < WORDS_MAX && r.at < r.end; words++) {
        while (r.at + 1 < r.end && (*r.at == ' ' || *r.at == '\t')) {
            r.at++;
            r.behind_month = false;
        }
        read_next(&r);
    }
    bool exists;
    int64_t days = days_of(r.year, r.month, r.day, &exists);
    if (!exists || r.is_impossible)
        return false;
    out->has_zone = r.zone != MIME_ZONE_UNKNOWN;
    out->zone = out->has_zone ? r.zone : 0;
    int64_t clock = r.hour < 0 ? 0 : r.hour * 3600 + r.minute * 60 + r.second;
    out->seconds = days * 86400 + clock - (int64_t)out->zone * 60;
    return true;
}

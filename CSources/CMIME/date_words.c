/* date_words.c - names of months and of zones. */
#include "date_private.h"

#include <string.h>

enum { MONTH_LETTERS_MIN = 3, NAME_MAX = 9 /* "september" */ };

/* The word in lower case; false where it is too long to be any name. */
static bool lower(mime_span word, char *out)
{
    if (word.len > NAME_MAX)
        return false;
    for (size_t i = 0; i < word.len; i++)
        out[i] = (char)(word.at[i] >= 'A' && word.at[i] <= 'Z' ? word.at[i] + ('a' - 'A') : word.at[i]);
    out[word.len] = 0;
    return true;
}

int mime_month_named(mime_span word)
{
    static const char names[12][NAME_MAX + 1] = {"january", "february", "march",     "april",   "may",      "june",
                                                 "july",    "august",   "september", "october", "november", "december"};
    char name[NAME_MAX + 1];
    if (word.len < MONTH_LETTERS_MIN || !lower(word, name))
        return 0;
    for (int i = 0; i < 12; i++)
        if (strncmp(names[i], name, word.len) == 0)
            return i + 1;
    return 0;
}

int mime_zone_named(mime_span word)
{
    /* RFC 5322 section 4.3, and what is common and means one thing. Not IST, which is India's, Ireland's and Israel's; BST is
     * taken for Britain's, CST and EST for America's as the RFC has them. Military letters but Z say nothing, as it says there. */
    static const struct {
        char name[5];
        int16_t minutes;
    } zones[] = {
        {"ut", 0},      {"utc", 0},     {"gmt", 0},     {"z", 0},       {"est", -300},  {"edt", -240},  {"cst", -360},
        {"cdt", -300},  {"mst", -420},  {"mdt", -360},  {"pst", -480},  {"pdt", -420},  {"ast", -240},  {"adt", -180},
        {"nst", -210},  {"ndt", -150},  {"akst", -540}, {"akdt", -480}, {"hst", -600},  {"brt", -180},  {"wet", 0},
        {"west", 60},   {"bst", 60},    {"cet", 60},    {"met", 60},    {"mez", 60},    {"cest", 120},  {"mest", 120},
        {"mesz", 120},  {"eet", 120},   {"eest", 180},  {"sast", 120},  {"msk", 180},   {"msd", 240},   {"pkt", 300},
        {"hkt", 480},   {"sgt", 480},   {"awst", 480},  {"jst", 540},   {"kst", 540},   {"acst", 570},  {"acdt", 630},
        {"aest", 600},  {"aedt", 660},  {"nzst", 720},  {"nzdt", 780},
    };
    char name[NAME_MAX + 1];
    if (!lower(word, name))
        return MIME_ZONE_UNKNOWN;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (strcmp(zones[i].name, name) == 0)
            return zones[i].minutes;
    return MIME_ZONE_UNKNOWN;
}

/* mailmaker.c - see mailmaker.h. The proportions are those of perf/mkmail.py, the drawing of lots is simpler. */
#include "mailmaker.h"

#include <stdbool.h>
#include <string.h>

const char *const mail_kind_names[MAIL_KINDS] = {"small", "mixed", "dots"};

static uint64_t lot = 1;

/* An even number in [0, below). xorshift64: nothing here has to be unforeseeable. */
static size_t draw(size_t below)
{
    lot ^= lot << 13;
    lot ^= lot >> 7;
    lot ^= lot << 17;
    return (size_t)(lot >> 11) % below;
}

/* One body in the making. `at` never passes `end`: each line reserves the longest one first. */
typedef struct body {
    uint8_t *at;
    uint8_t *end;
    size_t content;
} body;

enum { LINE_LONGEST = 96 };

static void put_line(body *b, const char *text, size_t len)
{
    if (b->end - b->at < LINE_LONGEST)
        return;
    if (len > 0 && text[0] == '.')
        *b->at++ = '.';
    memcpy(b->at, text, len);
    memcpy(b->at + len, "\r\n", 2);
    b->at += len + 2;
    b->content += len + 2;
}

/* A line of words; in `dots` most begin with a dot, elsewhere one in 300, as in the listings people mail each other. */
static void text_line(body *b, bool dots)
{
    static const char *const words[] = {"meeting ", "report ", "the ", "of ", "invoice. ", "and ", "to ", "server ",
                                        "delivery ", "in ", "please ", "review ", "attached ", "for ", "that "};
    char line[LINE_LONGEST];
    size_t len = 0, width = 40 + draw(36);
    if (!dots && draw(8) == 0) {
        put_line(b, "", 0);
        return;
    }
    if (dots ? draw(5) != 0 : draw(300) == 0)
        line[len++] = '.';
    else if (draw(4) == 0)
        line[len++] = '>';
    while (len < width) {
        const char *word = words[draw(sizeof words / sizeof *words)];
        size_t word_len = strlen(word);
        memcpy(line + len, word, word_len);
        len += word_len;
    }
    put_line(b, line, len - 1);
}

static void base64_line(body *b)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char line[76];
    for (size_t i = 0; i < sizeof line; i += 4) {
        size_t four = draw(1u << 24);
        for (size_t k = 0; k < 4; k++)
            line[i + k] = letters[four >> (6 * k) & 63];
    }
    put_line(b, line, sizeof line);
}

/* How long the next mail is, in octets. */
static size_t draw_size(mail_kind kind)
{
    switch (kind) {
    case MAIL_SMALL:
        return 1024 + draw(5120) + draw(5120) + draw(5120);
    case MAIL_MIXED: /* a third of them a page of text, the rest with a file of every order of size */
        return draw(3) == 0 ? 2048 + draw(6144) : (size_t)(16384 + draw(16384)) << draw(8);
    default:
        return 100000;
    }
}

mail_made mail_make(mail_kind kind, uint8_t *out, size_t size)
{
    static const char status[] = "+OK message follows\r\n", end[] = ".\r\n";
    mail_made made = {0};
    lot = 0x9e3779b97f4a7c15u;
    for (;;) {
        size_t want = draw_size(kind);
        size_t frame = sizeof status - 1 + sizeof end - 1;
        if (size - made.octets < want + frame)
            return made;
        body b = {.at = out + made.octets, .end = NULL};
        b.end = b.at + want + frame;
        memcpy(b.at, status, sizeof status - 1);
        b.at += sizeof status - 1;
        size_t text = kind == MAIL_MIXED && want > 8192 ? 4096 : want;
        while (b.end - b.at >= LINE_LONGEST + (ptrdiff_t)sizeof end) {
            if (b.content < text)
                text_line(&b, kind == MAIL_DOTS);
            else
                base64_line(&b);
        }
        memcpy(b.at, end, sizeof end - 1);
        b.at += sizeof end - 1;
        made.octets = (size_t)(b.at - out);
        made.replies++;
        made.content += b.content;
    }
}

/* textbombs [MEGABYTES] - what the readers that `martlet inspect` does not use take for octets made to be slow, beside plain ones of the
 * same size: HTML, flowed text, uuencode in text, TNEF. CPU seconds, and the room of the text that comes out. Exits 1 where one takes
 * more than LIMIT times the plain one's time. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "mime_decode.h"
#include "mime_flowed.h"
#include "mime_html.h"
#include "mime_tnef.h"

enum { LIMIT = 20 }; /* plain text without a file in it is passed over as fast as memchr can */

typedef void reader(mime_span octets, mime_text *out);

static void read_html(mime_span octets, mime_text *out) { mime_html_text(octets, out); }

static void read_flowed(mime_span octets, mime_text *out) { mime_flowed_text(octets, true, out); }

static void read_uu(mime_span octets, mime_text *out)
{
    mime_span whole, name;
    (void)out;
    while (mime_uu_find(octets, &whole, &name)) {
        const uint8_t *behind = whole.at + whole.len;
        octets = (mime_span){behind, (size_t)(octets.at + octets.len - behind)};
    }
}

static void read_tnef(mime_span octets, mime_text *out)
{
    mime_tnef walk;
    mime_tnef_item item;
    mime_tnef_begin(&walk, octets);
    while (mime_tnef_next(&walk, &item, out))
        ;
}

/* `before`, then the piece again and again. */
typedef struct bomb {
    const char *name;
    reader *read;
    const char *before, *piece;
    size_t before_len, piece_len;
} bomb;

#define OCTETS(name, read, before, piece) {name, read, before, piece, sizeof before - 1, sizeof piece - 1}

/* MS-OXTNEF section 2.1: signature, key; attributes of a level, an id, a length, octets, a checksum. */
#define TNEF "\x78\x9f\x3e\x22\x01\x00"
#define ATTACHMENT "\x02\x02\x90\x06\x00\x01\x00\x00\x00\x00\x00\x00"
#define TITLE "\x02\x10\x80\x01\x00\x02\x00\x00\x00" "a\0" "\x00\x00"
#define DATA "\x02\x0f\x80\x06\x00\x01\x00\x00\x00" "a" "\x00\x00"
#define PROPERTIES "\x02\x05\x90\x06\x00\xff\xff\xff\x00"

static const bomb bombs[] = {
    OCTETS("html: plain", read_html, "", "<p>The quick brown fox <b>jumps</b> over the lazy dog.</p>\n"),
    OCTETS("open tags", read_html, "", "<a"),
    OCTETS("tags that open", read_html, "", "<div>"),
    OCTETS("nested lists", read_html, "", "<ul><li>"),
    OCTETS("open comments", read_html, "", "<!--"),
    OCTETS("open attributes", read_html, "", "<a b=\""),
    OCTETS("open scripts", read_html, "", "<script>"),
    OCTETS("open scripts and near ends", read_html, "<script>", "</scrip"),
    OCTETS("open pre", read_html, "", "<pre>\n"),
    OCTETS("entities", read_html, "", "&amp;"),
    OCTETS("open entities", read_html, "", "&"),
    OCTETS("numeric entities", read_html, "", "&#9999999999999;"),
    OCTETS("blanks", read_html, "", " "),
    OCTETS("octets that are no UTF-8", read_html, "", "\xff"),
    OCTETS("flowed: plain", read_flowed, "", "The quick brown fox jumps over the lazy dog, \nand so on.\n"),
    OCTETS("quote marks", read_flowed, "", ">"),
    OCTETS("quoted lines", read_flowed, "", "> \n"),
    OCTETS("blanks", read_flowed, "", " "),
    OCTETS("line ends", read_flowed, "", "\r\n"),
    OCTETS("uuencode: plain", read_uu, "", "The quick brown fox jumps over the lazy dog.\n"),
    OCTETS("begins", read_uu, "", "begin 644 a\n"),
    OCTETS("begins with lines", read_uu, "", "begin 644 a\n#AAAA\n"),
    OCTETS("one file", read_uu, "begin 644 a\n", "#AAAA\n"),
    OCTETS("files", read_uu, "", "begin 644 a\n#AAAA\n`\nend\n"),
    OCTETS("tnef: plain", read_tnef, TNEF, ATTACHMENT TITLE DATA),
    OCTETS("attachments of nothing", read_tnef, TNEF, ATTACHMENT),
    OCTETS("data of one attachment", read_tnef, TNEF ATTACHMENT, DATA),
    OCTETS("titles of one attachment", read_tnef, TNEF ATTACHMENT, TITLE),
    OCTETS("properties without number", read_tnef, TNEF ATTACHMENT PROPERTIES "\xff\xff\xff\xff", "\x1e\x00\x01\x30"),
    OCTETS("many lengths", read_tnef, TNEF ATTACHMENT PROPERTIES "\xff\xff\xff\x00\x1e\x10\x01\x30\xff\xff\xff\xff", "\x00\x00\x00\x00"),
    OCTETS("zeros", read_tnef, TNEF, "\0"),
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    double megabytes = argc > 1 ? strtod(argv[1], NULL) : 50;
    size_t size = megabytes >= 1 && megabytes <= 4000 ? (size_t)(megabytes * 1e6) : 0;
    uint8_t *octets = malloc(size + 256);
    if (!size || !octets) {
        fprintf(stderr, "usage: textbombs [MEGABYTES (1 to 4000)]\n");
        return 2;
    }
    double plain = 0;
    int bad = 0;
    printf("\n### bombs of %.0f MB: text readers\n\n| | CPU s | of the plain one | MiB of text |\n|---|---|---|---|\n", megabytes);
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        const bomb *b = &bombs[i];
        size_t len = b->before_len;
        memcpy(octets, b->before, len);
        for (; len < size; len += b->piece_len)
            memcpy(octets + len, b->piece, b->piece_len);
        mime_text out;
        mime_text_begin(&out, 4 * size);
        double spent = now();
        b->read((mime_span){octets, len}, &out);
        spent = now() - spent;
        plain = strchr(b->name, ':') ? spent : plain;
        bool is_bad = spent > LIMIT * plain;
        bad |= is_bad;
        printf("| %s | %.3f | %.1f | %zu |%s\n", b->name, spent, spent / plain, out.room >> 20, is_bad ? " !" : "");
        mime_text_free(&out);
    }
    return bad;
}

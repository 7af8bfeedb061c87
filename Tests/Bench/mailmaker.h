/* mailmaker.h - the same mail every time, made in memory, as a POP3 server sends it: the input of wirebench. */
#ifndef MAILMAKER_H
#define MAILMAKER_H

#include <stddef.h>
#include <stdint.h>

typedef enum mail_kind {
    MAIL_SMALL, /* text of 1 to 16 KB, a dot at the start of a line now and then */
    MAIL_MIXED, /* text with attachments in base64, 2 KB to 5 MB */
    MAIL_DOTS,  /* 100 KB each, four lines of five begin with a dot */
    MAIL_KINDS
} mail_kind;

extern const char *const mail_kind_names[MAIL_KINDS];

typedef struct mail_made {
    size_t octets;  /* status lines, stuffed bodies and terminators together */
    size_t replies;
    size_t content; /* octets of the bodies before they were stuffed */
} mail_made;

/* Fills `out` with whole RETR replies, as many as fit into `size` octets. */
mail_made mail_make(mail_kind kind, uint8_t *out, size_t size);

#endif

/* pop3_wire.h - POP3 octets in, events out (RFC 1939 section 3). No I/O, no allocation.
 * One pop3_wire per connection, one thread at a time. */
#ifndef POP3_WIRE_H
#define POP3_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pop3_scan.h"
#include "pop3_status.h"

enum {
    /* Longest status or listing line, in octets without its line end. RFC 2449 section 4 allows 512; SASL
     * challenges and Exchange's banners pass that, 64 KiB never. Body lines have no limit: they are streamed. */
    POP3_LINE_MAX = 65536,
    /* Slices of a body shorter than this, in octets, are moved together into one: the move costs less than a
     * call of write(2) for each. */
    POP3_SLICE_MIN = 64 * 1024
};

/* What the reply to the next command looks like when it succeeds. A -ERR is always one line. */
typedef enum pop3_reply {
    POP3_REPLY_LINE = 0,   /* one line: USER, STAT, DELE ... */
    POP3_REPLY_BODY = 1,   /* a mail behind the status line: RETR, TOP */
    POP3_REPLY_LISTING = 2,/* lines behind the status line: LIST, UIDL, CAPA */
    POP3_REPLY_SASL = 3    /* one line, which may be a challenge: AUTH (RFC 5034 section 4) */
} pop3_reply;

typedef enum pop3_kind {
    POP3_OK_LINE = 0,      /* +OK; bytes: the text behind it, without the blank and the line end */
    POP3_ERR_LINE = 1,     /* -ERR; bytes: likewise */
    POP3_CHALLENGE = 2,    /* "+ "; bytes: the base64 text behind it, still encoded. The reply goes on */
    POP3_BODY = 3,         /* bytes: a slice of the mail, dots un-stuffed; never empty */
    POP3_ENTRY = 4,        /* bytes: one whole line of a listing, dots un-stuffed, without its line end */
    POP3_END = 5           /* the terminator of a body or a listing was seen; bytes: empty */
} pop3_kind;

typedef struct pop3_event {
    pop3_kind kind;
    bool last;             /* the reply is over: pop3_wire_expect() is next */
    pop3_span bytes;       /* borrowed from the input, dies with it */
} pop3_event;

/* To be seen as opaque; it stands here so that it can live inside another struct without an allocation. */
typedef struct pop3_wire {
    const pop3_scan *_Null_unspecified scan; /* never NULL once initialised */
    size_t line_max;
    size_t line_seen;      /* octets of the current line already looked at: no line is searched twice */
    pop3_status stuck;     /* the error that ended the stream, or POP3_OK */
    uint8_t reply;         /* pop3_reply */
    uint8_t state;         /* private */
    bool bare_lf;          /* the status line ended in a bare LF, so its body's lines do as well */
} pop3_wire;

/* Makes a parser that waits for the greeting.
 * line_max: longest line accepted, in octets without its line end; 0 means POP3_LINE_MAX. */
void pop3_wire_init(pop3_wire *_Nonnull w, size_t line_max);

/* Says what the next reply is. To be called before the first octet of each reply (the greeting is a
 * POP3_REPLY_LINE and needs no call). */
void pop3_wire_expect(pop3_wire *_Nonnull w, pop3_reply reply);

/* Reports at most one event from `in`; never waits, never keeps `in`.
 *
 * in, len:   octets not yet used. They are changed in place where a body's dots are squeezed out, which is why they
 *            are not const; octets behind the terminator are never touched.
 * used_out:  octets used up by this call, also when it reports nothing; pass the rest again with more behind it.
 * event_out: filled on POP3_OK.
 *
 * POP3_AGAIN when `in` ends before an event does: a part of a status line, or a dot whose meaning the next
 * octets decide. What has to be kept of `in` then is bounded by line_max + 2.
 *
 * Line ends: when the status line ended in CRLF, a line of the body is what CRLF ends. Only CRLF.CRLF is the
 * terminator and only a dot behind CRLF is stuffing, so a lone CR, a lone LF, an LF.LF and NUL are content. When
 * the status line ended in a bare LF, LF takes CRLF's place throughout. A mail that smuggles the other form can
 * therefore not end its own reply (SMTP smuggling, 2023).
 *
 * Errors stick, because the stream has lost its place: POP3_E_SYNTAX, a status line that begins with neither
 * +OK nor -ERR (nor "+ " where a challenge may come); POP3_E_LIMIT, a line above line_max. */
pop3_status pop3_wire_step(pop3_wire *_Nonnull w, uint8_t *_Nullable in, size_t len, size_t *_Nonnull used_out,
                           pop3_event *_Nonnull event_out);

#endif

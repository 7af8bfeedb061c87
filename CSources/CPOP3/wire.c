/* wire.c - the sans-I/O reply parser: status lines, listings, and which reply is being read. Bodies: wire_body.c. */
#include "pop3_wire.h"

#include <string.h>

#include "wire_private.h"

void pop3_wire_init(pop3_wire *w, size_t line_max)
{
    *w = (pop3_wire){
        .scan = pop3_scan_best(),
        .line_max = line_max ? line_max : POP3_LINE_MAX,
        .reply = POP3_REPLY_LINE,
        .state = WIRE_STATUS,
    };
}

void pop3_wire_expect(pop3_wire *w, pop3_reply reply)
{
    w->reply = (uint8_t)reply;
    w->state = WIRE_STATUS;
    w->line_seen = 0;
    w->bare_lf = false;
}

static pop3_status stick(pop3_wire *w, pop3_status status)
{
    w->stuck = status;
    return status;
}

/* What ends a line. Where it is not the line end, a CR or LF is part of the line and counts towards its limit. */
typedef enum line_end { END_CRLF, END_LF, END_EITHER } line_end;

/* Finds the end of the line that begins at `in`: POP3_OK with its length, and the index behind its LF. */
static pop3_status find_line_end(pop3_wire *w, const uint8_t *in, size_t len, line_end manner, size_t *line_len_out,
                                 size_t *end_out)
{
    size_t from = w->line_seen;
    while (from < len) {
        const uint8_t *lf = memchr(in + from, '\n', len - from);
        if (!lf)
            break;
        size_t at = (size_t)(lf - in);
        bool crlf = at > 0 && in[at - 1] == '\r';
        if (crlf || manner != END_CRLF) {
            size_t line_len = crlf && manner != END_LF ? at - 1 : at;
            if (line_len > w->line_max)
                return stick(w, POP3_E_LIMIT);
            w->line_seen = 0;
            *line_len_out = line_len;
            *end_out = at + 1;
            return POP3_OK;
        }
        from = at + 1;
    }
    w->line_seen = len;
    /* One octet above the limit may still be the CR of a line that keeps it. */
    return len > w->line_max && len - w->line_max > 1 ? stick(w, POP3_E_LIMIT) : POP3_AGAIN;
}

static bool begins_with(const uint8_t *in, size_t len, const char *word, size_t word_len)
{
    return memcmp(in, word, len < word_len ? len : word_len) == 0;
}

/* Whether these first octets can still become a status line. A peer of another protocol is told from a slow one by its
 * first octet, not by a time-out. */
static bool may_be_status(const pop3_wire *w, const uint8_t *in, size_t len)
{
    if (begins_with(in, len, "+OK", 3) || begins_with(in, len, "-ERR", 4))
        return true;
    if (w->reply != POP3_REPLY_SASL || in[0] != '+')
        return false;
    return len < 2 || in[1] == ' ' || in[1] == '\r' || in[1] == '\n';
}

static pop3_status status_line(pop3_wire *w, const uint8_t *in, size_t len, size_t *used_out, pop3_event *event_out)
{
    if (len == 0)
        return POP3_AGAIN;
    if (!may_be_status(w, in, len))
        return stick(w, POP3_E_SYNTAX);
    size_t line_len = 0, end = 0;
    pop3_status found = find_line_end(w, in, len, END_EITHER, &line_len, &end);
    if (found != POP3_OK)
        return found;

    size_t word_len = 1;
    pop3_kind kind = POP3_CHALLENGE;
    if (line_len >= 3 && memcmp(in, "+OK", 3) == 0) {
        kind = POP3_OK_LINE;
        word_len = 3;
    } else if (line_len >= 4 && memcmp(in, "-ERR", 4) == 0) {
        kind = POP3_ERR_LINE;
        word_len = 4;
    } else if (w->reply != POP3_REPLY_SASL || in[0] != '+' || (line_len > 1 && in[1] != ' ')) {
        return stick(w, POP3_E_SYNTAX); /* "+\rx": what began like a challenge without text */
    }
    if (word_len < line_len && in[word_len] == ' ')
        word_len++;

    w->bare_lf = end - line_len == 1;
    w->state = WIRE_IDLE;
    if (kind == POP3_OK_LINE && w->reply == POP3_REPLY_BODY)
        w->state = WIRE_BODY_LINE_START;
    else if (kind == POP3_OK_LINE && w->reply == POP3_REPLY_LISTING)
        w->state = WIRE_LISTING;
    else if (kind == POP3_CHALLENGE)
        w->state = WIRE_STATUS;
    *used_out = end;
    *event_out = (pop3_event){
        .kind = kind,
        .last = w->state == WIRE_IDLE,
        .bytes = {in + word_len, line_len - word_len},
    };
    return POP3_OK;
}

static pop3_status listing_line(pop3_wire *w, const uint8_t *in, size_t len, size_t *used_out, pop3_event *event_out)
{
    size_t line_len = 0, end = 0;
    pop3_status found = find_line_end(w, in, len, w->bare_lf ? END_LF : END_CRLF, &line_len, &end);
    if (found != POP3_OK)
        return found;
    *used_out = end;
    if (line_len == 1 && in[0] == '.') {
        w->state = WIRE_IDLE;
        *event_out = (pop3_event){.kind = POP3_END, .last = true, .bytes = {in, 0}};
        return POP3_OK;
    }
    size_t stuffed = line_len > 0 && in[0] == '.' ? 1 : 0;
    *event_out = (pop3_event){.kind = POP3_ENTRY, .bytes = {in + stuffed, line_len - stuffed}};
    return POP3_OK;
}

pop3_status pop3_wire_step(pop3_wire *w, uint8_t *in, size_t len, size_t *used_out, pop3_event *event_out)
{
    *used_out = 0;
    if (w->stuck != POP3_OK)
        return w->stuck;
    switch (w->state) {
    case WIRE_STATUS:
        return status_line(w, in, len, used_out, event_out);
    case WIRE_LISTING:
        return listing_line(w, in, len, used_out, event_out);
    case WIRE_IDLE:
        return POP3_AGAIN; /* no reply is expected: what lies here is not ours to read yet */
    default:
        return pop3_wire_body_step(w, in, len, used_out, event_out);
    }
}

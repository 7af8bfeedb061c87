/* wire_body.c - the body of a RETR or TOP reply as slices of the receive buffer (RFC 1939 section 3).
 *
 * A slice runs from one stuffed dot to the next, so a full buffer of ordinary mail is one slice and nothing is copied.
 * Where dots stand close together their lines are moved down over the dots and leave as one slice. */
#include <string.h>

#include "wire_private.h"

typedef enum dot { DOT_STUFFED, DOT_ENDS_BODY, DOT_UNDECIDED } dot;

/* What the dot at in[0], the first octet of a line, means. ".x" is never the end. */
static dot classify_dot(const pop3_wire *w, const uint8_t *in, size_t len)
{
    if (len < 2)
        return DOT_UNDECIDED;
    if (w->bare_lf)
        return in[1] == '\n' ? DOT_ENDS_BODY : DOT_STUFFED;
    if (in[1] != '\r')
        return DOT_STUFFED;
    if (len < 3)
        return DOT_UNDECIDED;
    return in[2] == '\n' ? DOT_ENDS_BODY : DOT_STUFFED;
}

/* Where a run of octets without a line-start dot leaves us. */
static uint8_t state_behind(const pop3_wire *w, const uint8_t *run, size_t len)
{
    if (w->bare_lf)
        return run[len - 1] == '\n' ? WIRE_BODY_LINE_START : WIRE_BODY_INSIDE;
    if (run[len - 1] == '\r')
        return WIRE_BODY_AFTER_CR;
    if (len >= 2 && run[len - 2] == '\r' && run[len - 1] == '\n')
        return WIRE_BODY_LINE_START;
    return WIRE_BODY_INSIDE;
}

/* Moves whole blocks down over dropped dots until the slice is POP3_SLICE_MIN long, where the processor can do so
 * faster than by searching and moving line by line. Leaves what it cannot decide. */
static void fill_slice(pop3_wire *w, uint8_t *in, size_t len, size_t begin, size_t *at, size_t *end)
{
    if (w->bare_lf || !w->scan->squeeze)
        return;
    size_t from;
    do {
        from = *at;
        size_t missing = POP3_SLICE_MIN - (*end - begin) + POP3_SQUEEZE_TAIL;
        size_t window = len - from < missing ? len : from + missing;
        pop3_squeezed s = {.at = from, .end = *end, .before = (uint8_t)(w->state - WIRE_BODY_INSIDE)};
        w->scan->squeeze(in, window, &s);
        *at = s.at;
        *end = s.end;
        w->state = (uint8_t)(WIRE_BODY_INSIDE + s.before);
    } while (*at > from && *end - begin < POP3_SLICE_MIN);
}

pop3_status pop3_wire_body_step(pop3_wire *w, uint8_t *in, size_t len, size_t *used_out, pop3_event *event_out)
{
    size_t at = 0;     /* octets read */
    size_t begin = 0;  /* where the slice begins */
    size_t end = 0;    /* where it ends; behind a dropped dot this lags `at` */
    while (at < len) {
        if (end != at && end - begin < POP3_SLICE_MIN) {
            fill_slice(w, in, len, begin, &at, &end);
            if (end - begin >= POP3_SLICE_MIN)
                break;
        }
        if (w->state == WIRE_BODY_LINE_START) {
            if (in[at] == '.') {
                dot meaning = classify_dot(w, in + at, len - at);
                if (meaning == DOT_UNDECIDED)
                    break;
                if (meaning == DOT_ENDS_BODY) {
                    if (end > begin)
                        break; /* the slice first; the dot is found again at the next call */
                    w->state = WIRE_IDLE;
                    *used_out = at + (w->bare_lf ? 2 : 3);
                    *event_out = (pop3_event){.kind = POP3_END, .last = true, .bytes = {in + at, 0}};
                    return POP3_OK;
                }
                if (end - begin >= POP3_SLICE_MIN)
                    break; /* long enough to leave unmoved */
                at++;
                if (end == begin)
                    begin = end = at;
            }
            w->state = WIRE_BODY_INSIDE; /* the octet behind a dropped dot is content, whatever it is */
        }

        uint8_t *run = in + at;
        size_t run_len;
        uint8_t next;
        if (w->state == WIRE_BODY_AFTER_CR && run[0] == '\n') {
            run_len = 1;
            next = WIRE_BODY_LINE_START;
        } else {
            const size_t line_end = w->bare_lf ? 1 : 2;
            size_t left = len - at;
            size_t found = w->bare_lf ? w->scan->lf_dot(run, left) : w->scan->crlf_dot(run, left);
            run_len = found < left ? found + line_end : left;
            next = found < left ? WIRE_BODY_LINE_START : state_behind(w, run, run_len);
        }
        if (end != at) {
            if (run_len >= POP3_SLICE_MIN)
                break; /* cheaper as a slice of its own than moved */
            memmove(in + end, run, run_len);
        }
        end += run_len;
        at += run_len;
        w->state = next;
    }
    *used_out = at;
    if (end == begin)
        return POP3_AGAIN;
    *event_out = (pop3_event){.kind = POP3_BODY, .bytes = {in + begin, end - begin}};
    return POP3_OK;
}

/* wire_private.h - what wire.c and wire_body.c share. */
#ifndef POP3_WIRE_PRIVATE_H
#define POP3_WIRE_PRIVATE_H

#include "pop3_wire.h"

enum {
    WIRE_STATUS,          /* a status line is next */
    WIRE_IDLE,            /* the reply is over */
    WIRE_LISTING,         /* a line of a listing is next */
    /* In a body. The last three count how much of a CRLF was just read, as pop3_squeezed does. */
    WIRE_BODY_INSIDE,     /* inside a line */
    WIRE_BODY_AFTER_CR,   /* the last octet was a CR that a LF may follow */
    WIRE_BODY_LINE_START  /* the last octets of the body ended a line, or none came yet */
};

pop3_status pop3_wire_body_step(pop3_wire *_Nonnull w, uint8_t *_Nullable in, size_t len, size_t *_Nonnull used_out,
                                pop3_event *_Nonnull event_out);

#endif

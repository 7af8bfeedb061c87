/* pop3_status.h - what every call of CPOP3 can answer, and the borrowed octets they speak of. */
#ifndef POP3_STATUS_H
#define POP3_STATUS_H

#include <stddef.h>
#include <stdint.h>

#if !defined(__clang__) && !defined(_Nonnull)
#define _Nonnull  /* clang's word, which Swift reads; other compilers do not know it */
#define _Nullable
#define _Null_unspecified
#endif

/* Octets that belong to somebody else. `len` is in octets; `at` may be NULL only when `len` is 0. */
typedef struct pop3_span {
    const uint8_t *_Nullable at;
    size_t len;
} pop3_span;

/* Zero and above: go on. Below zero: the connection (or the stream) is lost, and every later call says so again. */
typedef enum pop3_status {
    POP3_OK = 0,             /* done, or: an event was reported */
    POP3_AGAIN = 1,          /* the octets at hand end before the event does: bring more */

    POP3_E_SYNTAX = -1,      /* the peer does not speak POP3 (RFC 1939 section 3) */
    POP3_E_LIMIT = -2,       /* a line longer than the limit that was set */
    POP3_E_MEMORY = -3,      /* out of memory */

    POP3_E_RESOLVE = -10,    /* no such host name */
    POP3_E_REFUSED = -11,    /* nothing listens there */
    POP3_E_UNREACHABLE = -12,/* no route, network down, or any other failure to connect */
    POP3_E_TIMEOUT = -13,    /* a deadline passed */
    POP3_E_CANCELLED = -14,  /* the cancel descriptor became readable */
    POP3_E_CLOSED = -15,     /* the peer ended the stream: never a normal end, the reader wanted more */
    POP3_E_IO = -16,         /* reset, or another error of the socket; pop3_link_errno() has it */
    POP3_E_NAME_SERVICE = -17,/* nobody could say whether the host exists: for now, not for ever */

    POP3_E_TLS = -20,        /* the handshake or a record failed */
    POP3_E_NOT_TLS = -21,    /* the peer answered the handshake with something that is not TLS */
    POP3_E_TRUNCATED = -22,  /* the stream ended without close_notify (RFC 8446 section 6.1) */
    POP3_E_UNTRUSTED = -23,  /* the certificate's chain leads to nobody trusted */
    POP3_E_EXPIRED = -24,    /* the certificate is not valid now */
    POP3_E_NAME = -25,       /* the certificate is for another name */
    POP3_E_PIN = -26,        /* the certificate is not the pinned one */
    POP3_E_INJECTED = -27,   /* octets lay behind the STLS +OK (CVE-2011-0411 and its kin) */
    POP3_E_CA_FILE = -28     /* the CA file could not be read */
} pop3_status;

#endif

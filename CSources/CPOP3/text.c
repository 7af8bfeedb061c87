/* text.c - words about a failure, fit for a terminal. */
#include "link_private.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

size_t pop3_text_escape(char *out, size_t cap, const void *at, size_t len, const char *also)
{
    static const char hex[] = "0123456789abcdef";
    const uint8_t *in = at;
    size_t used = 0;
    for (size_t i = 0; i < len; i++) {
        uint8_t c = in[i];
        bool plain = c >= 0x20 && c < 0x7f && strchr(also, c) == NULL;
        if (used + (plain ? 1 : 4) >= cap) break;
        if (plain) {
            out[used++] = (char)c;
            continue;
        }
        out[used++] = '\\';
        out[used++] = 'x';
        out[used++] = hex[c >> 4];
        out[used++] = hex[c & 15];
    }
    if (cap > 0) out[used] = 0;
    return used;
}

const char *pop3_text_errno(int error)
{
    switch (error) {
    case ECONNREFUSED: return "connection refused";
    case ECONNRESET: return "connection reset by the peer";
    case ECONNABORTED: return "connection aborted";
    case EPIPE: return "the peer takes no more octets";
    case ETIMEDOUT: return "no answer";
    case ENETUNREACH: return "network unreachable";
    case EHOSTUNREACH: return "no route to the host";
    case ENETDOWN: return "network down";
    case EADDRNOTAVAIL: return "no such address on this machine";
    case EAFNOSUPPORT: return "this machine lacks that kind of address";
    case EACCES:
    case EPERM: return "forbidden by this machine";
    case EMFILE:
    case ENFILE: return "too many open files";
    case ENOTCONN: return "not connected";
    default: return strerror(error);
    }
}

__attribute__((format(printf, 4, 0)))
static pop3_status fail(pop3_link *l, pop3_status status, int error, const char *format, va_list arguments)
{
    char raw[POP3_TEXT_MAX];
    int wanted = vsnprintf(raw, sizeof raw, format, arguments);
    size_t len = wanted < 0 ? 0 : (size_t)wanted < sizeof raw ? (size_t)wanted : sizeof raw - 1;
    pop3_text_escape(l->text, sizeof l->text, raw, len, "");
    l->stuck = status;
    l->error = error;
    return status;
}

pop3_status pop3_link_fail(pop3_link *l, pop3_status status, int error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail(l, status, error, format, arguments);
    va_end(arguments);
    return status;
}

pop3_status pop3_link_fail_late(pop3_link *l, uint32_t ms, const char *format, ...)
{
    l->waited_ms = ms;
    va_list arguments;
    va_start(arguments, format);
    fail(l, POP3_E_TIMEOUT, 0, format, arguments);
    va_end(arguments);
    return POP3_E_TIMEOUT;
}

const char *pop3_link_text(const pop3_link *l)
{
    return l->text;
}

int pop3_link_errno(const pop3_link *l)
{
    return l->error;
}

uint32_t pop3_link_waited_ms(const pop3_link *l)
{
    return l->waited_ms;
}

/* msv.h - which servers a domain names for a service (SRV records, RFC 2782), by the system's resolver.
 *
 * The answer comes from the network and is believed in nothing: a name that is longer than DNS allows, points in circles or
 * holds anything but letters, digits, '-', '_' and '.' is left out. Nothing here is shared: any thread may call. */
#ifndef MSV_H
#define MSV_H
#include <stddef.h>
#include <stdint.h>

enum {
    MSV_NAME_MAX = 253,     /* octets of a name as text (RFC 1035 section 2.3.4) */
    MSV_RECORDS_MAX = 32,   /* a provider has a handful; more are not read */
    MSV_ANSWER_MAX = 8192   /* octets of an answer that are read */
};

enum { MSV_E_SYNTAX = -1, MSV_E_RESOLVER = -2 };

typedef struct msv_record {
    uint16_t priority, weight, port;
    char target[MSV_NAME_MAX + 1]; /* NUL-terminated, no dot at its end; "." says that the service is not offered */
} msv_record;

/* Reads the SRV records of a DNS answer. Returns how many were written to out, at most capacity; MSV_E_SYNTAX. */
int msv_parse(const uint8_t *answer, size_t len, msv_record *out, size_t capacity);

/* A name server that is asked in place of those the system is set up with: a test has one of its own on loopback. */
typedef struct msv_server {
    uint8_t address[4]; /* IPv4 */
    uint16_t port;
} msv_server;

/* Asks for the SRV records of `name`, for about `seconds`. server: borrowed for the call; NULL for the system's own. Returns like
 * msv_parse: 0 where there is none; MSV_E_RESOLVER where nobody answered. */
int msv_ask(const char *name, int seconds, const msv_server *server, msv_record *out, size_t capacity);
#endif

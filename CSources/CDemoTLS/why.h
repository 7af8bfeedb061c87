/* why.h - OpenSSL's reasons, in words. */
#ifndef DEMO_WHY_H
#define DEMO_WHY_H
#include <openssl/err.h>
#include <stdio.h>

/* Empties the thread's error queue: SSL_get_error() reads it. */
static inline void demo_clear(void) { ERR_clear_error(); }

/* Fills `why` with "what: reason" from the oldest queued error, then empties the queue. */
static inline void demo_why(char *why, size_t why_size, const char *what) {
    const char *reason = ERR_reason_error_string(ERR_peek_error());
    if (why && why_size > 0) snprintf(why, why_size, "%s: %s", what, reason ? reason : "no reason given");
    ERR_clear_error();
}

#endif

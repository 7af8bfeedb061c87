/* digest.c - SHA-256 over OpenSSL's EVP, which picks the processor's SHA instructions. */
#include "pop3_digest.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

struct pop3_digest {
    EVP_MD *method; /* fetched once: an implicit fetch for every message costs more than a short message */
    EVP_MD_CTX *context;
    bool broken;    /* never seen; a digest that is surely wrong beats one that may be */
};

pop3_digest *pop3_digest_create(void)
{
    pop3_digest *d = calloc(1, sizeof *d);
    if (d == NULL) return NULL;
    d->method = EVP_MD_fetch(NULL, "SHA2-256", NULL);
    d->context = EVP_MD_CTX_new();
    if (d->method == NULL || d->context == NULL || EVP_DigestInit_ex2(d->context, d->method, NULL) != 1) {
        pop3_digest_destroy(d);
        return NULL;
    }
    return d;
}

void pop3_digest_destroy(pop3_digest *d)
{
    if (d == NULL) return;
    EVP_MD_CTX_free(d->context);
    EVP_MD_free(d->method);
    free(d);
}

void pop3_digest_begin(pop3_digest *d)
{
    /* Without a method the context starts over as it is, without an allocation. */
    d->broken = EVP_DigestInit_ex2(d->context, NULL, NULL) != 1;
}

void pop3_digest_add(pop3_digest *d, const uint8_t *at, size_t len)
{
    if (len > 0 && EVP_DigestUpdate(d->context, at, len) != 1) d->broken = true;
}

void pop3_digest_end(pop3_digest *d, uint8_t sha256_out[32])
{
    unsigned len = 0;
    if (EVP_DigestFinal_ex(d->context, sha256_out, &len) != 1 || len != 32 || d->broken) memset(sha256_out, 0, 32);
}

/* apop.c - the digest of APOP (RFC 1939 section 7). MD5 is broken for this use since 2007 (CVE-2007-1558); it is here
 * because old servers know nothing else, and nobody gets it without asking. */
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "pop3_digest.h"

int pop3_apop_digest(const uint8_t *timestamp, size_t timestamp_len, const uint8_t *secret, size_t secret_len,
                     char hex_out[33])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned sum_len = 0;
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    int ok = ctx && EVP_DigestInit_ex(ctx, EVP_md5(), NULL) == 1 && EVP_DigestUpdate(ctx, timestamp, timestamp_len) == 1 &&
             EVP_DigestUpdate(ctx, secret, secret_len) == 1 && EVP_DigestFinal_ex(ctx, sum, &sum_len) == 1 && sum_len == 16;
    EVP_MD_CTX_free(ctx);
    if (!ok)
        return -1;
    for (unsigned i = 0; i < 16; i++) {
        hex_out[2 * i] = digits[sum[i] >> 4];
        hex_out[2 * i + 1] = digits[sum[i] & 15];
    }
    hex_out[32] = '\0';
    OPENSSL_cleanse(sum, sizeof sum);
    return 0;
}

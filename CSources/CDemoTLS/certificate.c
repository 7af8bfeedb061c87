/* certificate.c - throw-away certificates: good ones, and every sort of bad one a client must refuse. */
#define _POSIX_C_SOURCE 200809L /* fdopen, O_CLOEXEC */

#include "demo_tls.h"
#include "why.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECONDS_PER_DAY = 86400, AUTHORITY_DAYS = 3650 };

static int add_extension(X509 *certificate, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_nconf_nid(NULL, &context, nid, value);
    if (!extension) return 0;
    int added = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return added;
}

static int set_time(ASN1_TIME *to, int64_t seconds) {
    int days = (int)(seconds / SECONDS_PER_DAY);
    return X509_time_adj_ex(to, days, (long)(seconds % SECONDS_PER_DAY), NULL) != NULL;
}

static int set_serial(X509 *certificate) {
    unsigned char octets[16];
    if (RAND_bytes(octets, sizeof octets) != 1) return 0;
    octets[0] &= 0x7f; /* a serial number is positive: RFC 5280 section 4.1.2.2 */
    octets[0] |= 0x40;
    BIGNUM *number = BN_bin2bn(octets, sizeof octets, NULL);
    int set = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
    BN_free(number);
    return set;
}

/* An unsigned certificate with everything but extensions. Owner: the caller. */
static X509 *blank(const char *common_name, EVP_PKEY *key, int64_t not_before, int64_t not_after) {
    X509 *certificate = X509_new();
    if (certificate && X509_set_version(certificate, X509_VERSION_3) && set_serial(certificate)
        && X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                                      (const unsigned char *)common_name, -1, -1, 0)
        && set_time(X509_getm_notBefore(certificate), not_before)
        && set_time(X509_getm_notAfter(certificate), not_after) && X509_set_pubkey(certificate, key))
        return certificate;
    X509_free(certificate);
    return NULL;
}

static X509 *make_authority(EVP_PKEY *key) {
    int64_t days = AUTHORITY_DAYS;
    X509 *ca = blank("martlet demo authority", key, -days * SECONDS_PER_DAY, days * SECONDS_PER_DAY);
    if (ca && X509_set_issuer_name(ca, X509_get_subject_name(ca))
        && add_extension(ca, ca, NID_basic_constraints, "critical,CA:TRUE")
        && add_extension(ca, ca, NID_key_usage, "critical,keyCertSign,cRLSign")
        && add_extension(ca, ca, NID_subject_key_identifier, "hash") && X509_sign(ca, key, EVP_sha256()))
        return ca;
    X509_free(ca);
    return NULL;
}

static X509 *make_leaf(const demo_tls_identity *who, EVP_PKEY *key, X509 *ca, EVP_PKEY *ca_key) {
    X509 *leaf = blank(who->common_name, key, who->not_before, who->not_after);
    if (!leaf) return NULL;
    X509 *issuer = ca ? ca : leaf;
    const char *names = who->alternative_names;
    if (X509_set_issuer_name(leaf, X509_get_subject_name(issuer))
        && add_extension(leaf, issuer, NID_basic_constraints, "critical,CA:FALSE")
        && add_extension(leaf, issuer, NID_ext_key_usage, "serverAuth")
        && add_extension(leaf, issuer, NID_subject_key_identifier, "hash")
        && (!names || !*names || add_extension(leaf, issuer, NID_subject_alt_name, names))
        && X509_sign(leaf, ca ? ca_key : key, EVP_sha256()))
        return leaf;
    X509_free(leaf);
    return NULL;
}

/* Opens a fresh file only its owner reads; an old one is removed first, so a link is never followed. */
static FILE *open_fresh(const char *path) {
    unlink(path);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    return fd < 0 ? NULL : fdopen(fd, "w");
}

static int write_certificate(const char *path, X509 *certificate) {
    FILE *file = open_fresh(path);
    if (!file) return 0;
    int written = PEM_write_X509(file, certificate);
    return fclose(file) == 0 && written;
}

static int write_key(const char *path, EVP_PKEY *key) {
    FILE *file = open_fresh(path);
    if (!file) return 0;
    int written = PEM_write_PrivateKey(file, key, NULL, NULL, 0, NULL, NULL);
    return fclose(file) == 0 && written;
}

int demo_tls_certificate_write(const demo_tls_identity *identity, const char *authority_path,
                               const char *certificate_path, const char *key_path, char *why, size_t why_size) {
    int result = -1;
    EVP_PKEY *key = EVP_EC_gen("P-256"), *ca_key = EVP_EC_gen("P-256");
    X509 *ca = NULL, *leaf = NULL;
    if (!key || !ca_key) goto done;
    if (!identity->self_signed && !(ca = make_authority(ca_key))) goto done;
    if (!(leaf = make_leaf(identity, key, ca, ca_key))) goto done;
    if (write_certificate(authority_path, ca ? ca : leaf) && write_certificate(certificate_path, leaf)
        && write_key(key_path, key))
        result = 0;
done:
    if (result != 0) demo_why(why, why_size, "cannot make the certificate");
    X509_free(leaf);
    X509_free(ca);
    EVP_PKEY_free(ca_key);
    EVP_PKEY_free(key);
    return result;
}

/* trust.c - whether the peer is who it should be: pin, or chain, name and dates. */
#include "link_private.h"

#include <arpa/inet.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

static pop3_status verdict(int error)
{
    switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID: return POP3_E_EXPIRED;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return POP3_E_NAME;
    default: return POP3_E_UNTRUSTED;
    }
}

/* Takes the place of OpenSSL's own verification within the handshake, so that a certificate is refused before a
 * single octet of ours is sent, and the refused one can still be shown. */
static int judge(X509_STORE_CTX *chain, void *argument)
{
    pop3_link *l = argument;
    X509 *leaf = X509_STORE_CTX_get0_cert(chain);
    if (leaf == NULL) return 0;
    pop3_peer_note(&l->peer, leaf);
    if (l->has_pin) {
        if (memcmp(l->pin, l->peer.certificate_sha256, 32) == 0 || memcmp(l->pin, l->peer.key_sha256, 32) == 0) {
            X509_STORE_CTX_set_error(chain, X509_V_OK);
            return 1;
        }
        l->trust = POP3_E_PIN;
        X509_STORE_CTX_set_error(chain, X509_V_ERR_CERT_REJECTED);
        return 0;
    }
    if (X509_verify_cert(chain) == 1) return 1;
    l->trust_error = X509_STORE_CTX_get_error(chain);
    l->trust = verdict(l->trust_error);
    return 0;
}

pop3_status pop3_tls_fail_trust(pop3_link *l, const char *name)
{
    switch (l->trust) {
    case POP3_E_PIN:
        return pop3_link_fail(l, POP3_E_PIN, 0, "the certificate is not the pinned one");
    case POP3_E_NAME:
        return pop3_link_fail(l, POP3_E_NAME, 0, "the certificate is not for %.200s but for %.200s", name,
                              l->peer.names[0] != 0 ? l->peer.names : l->peer.subject);
    case POP3_E_EXPIRED:
        return pop3_link_fail(l, POP3_E_EXPIRED, 0, "%s (the peer's own is valid from %s to %s)",
                              X509_verify_cert_error_string(l->trust_error), l->peer.not_before, l->peer.not_after);
    default:
        return pop3_link_fail(l, l->trust, 0, "the certificate is not trusted: %s",
                              X509_verify_cert_error_string(l->trust_error));
    }
}

/* The name without what is no part of it: the root's dot of a DNS name, the zone of an IPv6 address (RFC 4007
 * section 11). False when it is empty or too long to be one. */
static bool bare_name(const char *name, char out[256], bool *address_out)
{
    size_t len = strlen(name);
    uint8_t scratch[16];
    if (len == 0 || len > 255) return false;
    memcpy(out, name, len + 1);
    char *zone = strchr(out, '%');
    if (zone != NULL) *zone = 0;
    *address_out = inet_pton(AF_INET, out, scratch) == 1 || inet_pton(AF_INET6, out, scratch) == 1;
    if (*address_out) return true;
    memcpy(out, name, len + 1);
    if (out[len - 1] == '.') out[len - 1] = 0;
    return out[0] != 0;
}

static bool demand_name(SSL *tls, const char *bare, bool is_address)
{
    X509_VERIFY_PARAM *p = SSL_get0_param(tls);
    X509_VERIFY_PARAM_set_hostflags(p, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return is_address ? X509_VERIFY_PARAM_set1_ip_asc(p, bare) == 1 : X509_VERIFY_PARAM_set1_host(p, bare, 0) == 1;
}

static pop3_status load_store(pop3_link *l, SSL_CTX *context, SSL *tls, const char *ca_file)
{
    ERR_clear_error();
    X509_STORE *store = SSL_CTX_get_cert_store(context);
    if (ca_file == NULL) {
        if (X509_STORE_set_default_paths(store) != 1)
            return pop3_link_fail(l, POP3_E_CA_FILE, 0, "the system's certificate store cannot be read");
        return POP3_OK;
    }
    if (X509_STORE_load_file(store, ca_file) != 1) {
        const char *reason = ERR_reason_error_string(ERR_peek_error());
        return pop3_link_fail(l, POP3_E_CA_FILE, 0, "%.300s: %s", ca_file, reason != NULL ? reason : "cannot be read");
    }
    /* Whom the user names is trusted as it stands, also when it is not a root. */
    X509_VERIFY_PARAM_set_flags(SSL_get0_param(tls), X509_V_FLAG_PARTIAL_CHAIN);
    return POP3_OK;
}

pop3_status pop3_tls_demand(pop3_link *l, SSL_CTX *context, SSL *tls, const pop3_tls *want)
{
    char bare[256];
    bool is_address = false;
    bool named = want->name != NULL && bare_name(want->name, bare, &is_address);
    l->has_pin = want->pin != NULL;
    if (l->has_pin) memcpy(l->pin, want->pin, sizeof l->pin);
    /* Without a name every certificate in the world would do. */
    if (!named && !l->has_pin) return pop3_link_fail(l, POP3_E_NAME, 0, "no name to hold the certificate against");

    SSL_CTX_set_cert_verify_callback(context, judge, l);
    SSL_set_verify(tls, SSL_VERIFY_PEER, NULL);
    if (!l->has_pin) {
        pop3_status status = load_store(l, context, tls, want->ca_file);
        if (status != POP3_OK) return status;
        if (!demand_name(tls, bare, is_address))
            return pop3_link_fail(l, POP3_E_NAME, 0, "no certificate can be for this name: %.255s", want->name);
    }
    /* RFC 6066 section 3: an address is no server name. */
    if (named && !is_address && SSL_set_tlsext_host_name(tls, bare) != 1)
        return pop3_link_fail(l, POP3_E_NAME, 0, "not a host name: %.255s", want->name);
    return POP3_OK;
}

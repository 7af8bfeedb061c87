/* peer.c - what a person wants to know of a certificate before trusting it. */
#include "link_private.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static void note_name(const X509_NAME *name, char out[POP3_TEXT_MAX])
{
    BIO *memory = BIO_new(BIO_s_mem());
    if (memory == NULL) return;
    /* UTF-8 as it stands: pop3_text_escape() makes it ASCII in the one way that the header promises. */
    unsigned long flags = XN_FLAG_SEP_CPLUS_SPC | XN_FLAG_FN_SN | ASN1_STRFLGS_UTF8_CONVERT;
    char *at = NULL;
    if (X509_NAME_print_ex(memory, name, 0, flags) >= 0) {
        long len = BIO_get_mem_data(memory, &at);
        if (len > 0) pop3_text_escape(out, POP3_TEXT_MAX, at, (size_t)len, "");
    }
    BIO_free(memory);
}

/* Appends one name, whole or not at all. */
static bool append(char out[POP3_TEXT_MAX], const void *at, size_t len)
{
    char one[POP3_TEXT_MAX];
    /* A comma or blank inside a name would look like the separator: "good.example, evil.example". */
    size_t n = pop3_text_escape(one, sizeof one, at, len, ", ");
    size_t used = strlen(out), gap = used > 0 ? 2 : 0;
    if (used + gap + n + sizeof ", ..." > POP3_TEXT_MAX) {
        snprintf(out + used, POP3_TEXT_MAX - used, "%s...", gap > 0 ? ", " : "");
        return false;
    }
    snprintf(out + used, POP3_TEXT_MAX - used, "%s%s", gap > 0 ? ", " : "", one);
    return true;
}

static void note_alternatives(const X509 *certificate, char out[POP3_TEXT_MAX])
{
    GENERAL_NAMES *all = X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    bool room = true;
    for (int i = 0; room && i < sk_GENERAL_NAME_num(all); i++) {
        const GENERAL_NAME *one = sk_GENERAL_NAME_value(all, i);
        if (one->type == GEN_DNS) {
            room = append(out, ASN1_STRING_get0_data(one->d.dNSName), (size_t)ASN1_STRING_length(one->d.dNSName));
        } else if (one->type == GEN_IPADD) {
            char text[INET6_ADDRSTRLEN] = "";
            int len = ASN1_STRING_length(one->d.iPAddress);
            if (len != 4 && len != 16) continue;
            inet_ntop(len == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(one->d.iPAddress), text, sizeof text);
            room = append(out, text, strlen(text));
        }
    }
    GENERAL_NAMES_free(all);
}

static void note_time(const ASN1_TIME *time, char out[32])
{
    struct tm parts;
    if (ASN1_TIME_to_tm(time, &parts) == 1) strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &parts);
}

static bool note_key(const X509 *certificate, uint8_t out[32])
{
    /* The whole SubjectPublicKeyInfo, as RFC 7469 section 2.4 pins it; X509_pubkey_digest() leaves out the algorithm. */
    unsigned char *der = NULL;
    int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (len <= 0) return false;
    bool done = EVP_Digest(der, (size_t)len, out, NULL, EVP_sha256(), NULL) == 1;
    OPENSSL_free(der);
    return done;
}

void pop3_peer_note(pop3_peer *peer, X509 *certificate)
{
    unsigned len = 0;
    peer->names[0] = 0;
    note_name(X509_get_subject_name(certificate), peer->subject);
    note_name(X509_get_issuer_name(certificate), peer->issuer);
    note_alternatives(certificate, peer->names);
    note_time(X509_get0_notBefore(certificate), peer->not_before);
    note_time(X509_get0_notAfter(certificate), peer->not_after);
    /* Both or none: a pin is never held against an array nobody filled. */
    peer->has_certificate = X509_digest(certificate, EVP_sha256(), peer->certificate_sha256, &len) == 1 && len == 32 &&
                            note_key(certificate, peer->key_sha256);
}

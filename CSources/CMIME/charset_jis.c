/* charset_jis.c - seven-bit East Asian text as eight-bit, which every iconv knows: glibc's has no HZ, and its ISO-2022-JP lacks the
 * signs of row 13 and the half-width kana that Japanese mail is full of. */
#include "charset_private.h"

enum { ESC = 0x1b, SO = 0x0e, SI = 0x0f, NOTHING = 0xff };

typedef enum set { SET_ASCII, SET_KANA, SET_0208, SET_0212 } set;

static bool is_graphic(uint8_t octet)
{
    return octet > 0x20 && octet < 0x7f;
}

/* Reads an escape sequence behind its ESC; answers its length, 0 for one that is unknown. */
static size_t escape(mime_span rest, set *to)
{
    static const struct {
        char text[4];
        size_t len;
        set to;
    } known[] = {
        {"(B", 2, SET_ASCII}, {"(J", 2, SET_ASCII}, {"(H", 2, SET_ASCII}, {"(I", 2, SET_KANA},   {"$B", 2, SET_0208},
        {"$@", 2, SET_0208},  {"&@", 2, SET_0208},  {"$(D", 3, SET_0212}, {"$(B", 3, SET_0208},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        size_t len = known[i].len, same = 0;
        while (same < len && same < rest.len && rest.at[same] == (uint8_t)known[i].text[same])
            same++;
        if (same < len) continue;
        *to = known[i].to;
        return len;
    }
    return 0;
}

void mime_jis_to_euc(mime_span octets, mime_text *euc)
{
    set now = SET_ASCII;
    bool is_out = false; /* SO: kana until SI */
    for (size_t i = 0; i < octets.len && !euc->is_cut; i++) {
        uint8_t octet = octets.at[i];
        if (octet == ESC) {
            size_t len = escape((mime_span){octets.at + i + 1, octets.len - i - 1}, &now);
            if (len == 0) mime_text_add_octet(euc, NOTHING);
            i += len;
        } else if (octet == SO || octet == SI) {
            is_out = octet == SO;
        } else if (octet >= 0x80) {
            /* No eight-bit kana: what mail has here is another charset than it says, and kana would only look like sense. */
            mime_text_add_octet(euc, NOTHING);
        } else if (!is_graphic(octet)) {
            if (octet == '\r' || octet == '\n') { /* a line ends in ASCII (RFC 1468) */
                now = SET_ASCII;
                is_out = false;
            }
            mime_text_add_octet(euc, octet);
        } else if (is_out || now == SET_KANA) {
            mime_text_add_octet(euc, octet <= 0x5f ? 0x8e : NOTHING);
            if (octet <= 0x5f) mime_text_add_octet(euc, octet | 0x80);
        } else if (now == SET_ASCII) {
            mime_text_add_octet(euc, octet);
        } else if (i + 1 < octets.len && is_graphic(octets.at[i + 1])) {
            if (now == SET_0212) mime_text_add_octet(euc, 0x8f);
            mime_text_add_octet(euc, octet | 0x80);
            mime_text_add_octet(euc, octets.at[++i] | 0x80);
        } else {
            mime_text_add_octet(euc, NOTHING);
        }
    }
}

void mime_hz_to_euc(mime_span octets, mime_text *euc)
{
    bool is_wide = false;
    for (size_t i = 0; i < octets.len && !euc->is_cut; i++) {
        uint8_t octet = octets.at[i], next = i + 1 < octets.len ? octets.at[i + 1] : 0;
        if (octet == '~' && (next == '{' || next == '}' || next == '~' || next == '\n')) { /* RFC 1843 section 2 */
            if (next == '~') mime_text_add_octet(euc, '~');
            if (next != '~' && next != '\n') is_wide = next == '{';
            i++;
        } else if (octet >= 0x80 || !is_wide || !is_graphic(octet)) {
            if (octet == '\n') is_wide = false;
            mime_text_add_octet(euc, octet < 0x80 ? octet : NOTHING);
        } else if (is_graphic(next)) {
            mime_text_add_octet(euc, octet | 0x80);
            mime_text_add_octet(euc, next | 0x80);
            i++;
        } else {
            mime_text_add_octet(euc, NOTHING);
        }
    }
}

/* mailbench FOLDER [ROUNDS [whole|unhashed|header]] - what reading a mail costs with CMIME, in CPU microseconds a message.
 *
 * whole: the tree of parts, subject, from, to and date decoded, every leaf decoded and hashed (SHA-256), the main text in UTF-8.
 * unhashed: the same without the hash, which costs every reader alike. header: a header block, its four fields decoded. */
#include "mailfolder.h"
#include "mime_address.h"
#include "mime_charset.h"
#include "mime_date.h"
#include "mime_decode.h"
#include "mime_header.h"
#include "mime_param.h"
#include "mime_part.h"
#include "mime_words.h"

enum { PIECE = 256 << 10, FIELD_MOST = 1 << 20, TEXT_MOST = 64 << 20 };

typedef struct reader {
    mime_text name, address, pair[2]; /* of fields */
    mime_text source, text;           /* of the main text */
    uint8_t piece[PIECE + MIME_DECODE_SLACK];
} reader;

static void read_addresses(reader *r, mime_span value, mail_tally *tally)
{
    mime_addresses walk = mime_addresses_of(value);
    while (mime_addresses_next(&walk, &r->name, &r->address, r->pair))
        tally->fields += r->name.len + r->address.len;
}

static void read_fields(reader *r, mime_span header, mail_tally *tally)
{
    mime_span subject = mime_header_find(header, "subject"), from = mime_header_find(header, "from");
    mime_span to = mime_header_find(header, "to"), date = mime_header_find(header, "date");
    mime_date read;
    mime_text_clear(&r->name);
    mime_words_decode(subject, &r->name, &r->pair[0]);
    tally->fields += r->name.len;
    read_addresses(r, from, tally);
    read_addresses(r, to, tally);
    tally->fields += mime_date_read(date, &read) ? sizeof read.seconds : 0;
}

static void read_header(void *with, const mail *m, mail_tally *tally)
{
    mime_span header, body;
    mime_header_split((mime_span){m->at, m->header_len}, &header, &body);
    read_fields(with, header, tally);
}

/* Decodes a leaf piece by piece, as who stores it does; what is not encoded is used where it lies. */
static void read_leaf(reader *r, const mime_part *part, mime_text *keep, bool hashes, mail_tally *tally)
{
    mime_decoder decoder;
    bool is_encoded = part->encoding != MIME_ENCODING_NONE;
    mime_decode_begin(&decoder, part->encoding);
    mail_hash_begin(hashes);
    for (size_t at = 0; at < part->body.len;) {
        size_t len = part->body.len - at < PIECE ? part->body.len - at : PIECE;
        mime_span piece = {part->body.at + at, len};
        at += len;
        if (is_encoded) {
            piece = (mime_span){r->piece, mime_decode(&decoder, piece, r->piece)};
            if (at == part->body.len)
                piece.len += mime_decode_end(&decoder, r->piece + piece.len);
        }
        mail_hash_add(hashes, piece.at, piece.len);
        tally->octets += piece.len;
        if (keep)
            mime_text_add(keep, piece.at, piece.len);
    }
    mail_hash_end(hashes);
    tally->leaves++;
}

static void read_whole(void *with, const mail *m, bool hashes, mail_tally *tally)
{
    reader *r = with;
    mime_message *message = mime_message_read((mime_span){m->at, m->len}, NULL, NULL);
    uint32_t main_text = mime_message_main_text(message);
    read_fields(r, mime_message_part(message, 0)->header, tally);
    mime_text_clear(&r->source);
    mime_text_clear(&r->text);
    for (size_t i = 0; i < mime_message_count(message); i++) {
        const mime_part *part = mime_message_part(message, i);
        if (part->kind == MIME_PART_LEAF)
            read_leaf(r, part, i == main_text ? &r->source : NULL, hashes, tally);
    }
    if (main_text != MIME_PART_NONE) {
        mime_span charset = mime_param_raw(mime_message_part(message, main_text)->content_type, "charset");
        mime_charset_convert(charset, (mime_span){r->source.at, r->source.len}, &r->text);
        tally->text += r->text.len;
    }
    mime_message_destroy(message);
}

int main(int argc, char **argv)
{
    static reader r;
    mime_text_begin(&r.name, FIELD_MOST);
    mime_text_begin(&r.address, FIELD_MOST);
    mime_text_begin(&r.pair[0], FIELD_MOST);
    mime_text_begin(&r.pair[1], FIELD_MOST);
    mime_text_begin(&r.source, TEXT_MOST);
    mime_text_begin(&r.text, TEXT_MOST);
    return mail_measure(argc, argv, "CMIME", &r, read_whole, read_header);
}

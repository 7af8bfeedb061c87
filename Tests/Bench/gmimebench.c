/* gmimebench FOLDER [ROUNDS [whole|unhashed|header]] - what mailbench does, with GMime 3: the same mail, the same fields, the same hash. */
#include <gmime/gmime.h>

#include "mailfolder.h"

/* Decoded leaves are written into one buffer that is used again and again. */
typedef struct reader {
    GByteArray *decoded;
    GMimeStream *sink;
} reader;

/* Parts stay where they lie, in `octets`, which therefore must live as long as the message. */
static GMimeMessage *parse(GByteArray *octets)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_byte_array(octets);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static void read_addresses(InternetAddressList *list, mail_tally *tally)
{
    for (int i = 0; list && i < internet_address_list_length(list); i++) {
        InternetAddress *one = internet_address_list_get_address(list, i);
        const char *name = internet_address_get_name(one);
        const char *address = INTERNET_ADDRESS_IS_MAILBOX(one) ? internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)) : NULL;
        tally->fields += (name ? strlen(name) : 0) + (address ? strlen(address) : 0);
    }
}

static void read_fields(GMimeMessage *message, mail_tally *tally)
{
    const char *subject = g_mime_message_get_subject(message);
    tally->fields += subject ? strlen(subject) : 0;
    read_addresses(g_mime_message_get_from(message), tally);
    read_addresses(g_mime_message_get_to(message), tally);
    tally->fields += g_mime_message_get_date(message) ? sizeof(gint64) : 0;
}

static void read_header(void *with, const mail *m, mail_tally *tally)
{
    (void)with;
    GByteArray octets = {m->at, (guint)m->header_len};
    GMimeMessage *message = parse(&octets);
    if (!message)
        return;
    read_fields(message, tally);
    g_object_unref(message);
}

typedef struct walk {
    reader *reader;
    mail_tally *tally;
    bool hashes;
} walk;

/* g_mime_message_foreach does not go into messages inside. */
static void read_part(GMimeObject *parent, GMimeObject *part, gpointer with)
{
    (void)parent;
    walk *w = with;
    if (GMIME_IS_MESSAGE_PART(part)) {
        GMimeMessage *inside = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));
        if (inside)
            g_mime_message_foreach(inside, read_part, with);
    } else if (GMIME_IS_PART(part)) {
        GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(part));
        g_byte_array_set_size(w->reader->decoded, 0);
        g_mime_stream_reset(w->reader->sink);
        if (content)
            g_mime_data_wrapper_write_to_stream(content, w->reader->sink);
        mail_hash_begin(w->hashes);
        mail_hash_add(w->hashes, w->reader->decoded->data, w->reader->decoded->len);
        mail_hash_end(w->hashes);
        w->tally->leaves++;
        w->tally->octets += w->reader->decoded->len;
    }
}

/* The first text/plain that is no attachment, else the first text/html. */
static GMimeTextPart *main_text(GMimeObject *part, const char *subtype)
{
    if (GMIME_IS_MULTIPART(part)) {
        GMimeMultipart *multipart = GMIME_MULTIPART(part);
        for (int i = 0; i < g_mime_multipart_get_count(multipart); i++) {
            GMimeTextPart *found = main_text(g_mime_multipart_get_part(multipart, i), subtype);
            if (found)
                return found;
        }
    } else if (GMIME_IS_TEXT_PART(part) && !g_mime_part_is_attachment(GMIME_PART(part)) &&
               g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text", subtype)) {
        return GMIME_TEXT_PART(part);
    }
    return NULL;
}

static void read_whole(void *with, const mail *m, bool hashes, mail_tally *tally)
{
    GByteArray octets = {m->at, (guint)m->len};
    GMimeMessage *message = parse(&octets);
    if (!message)
        return;
    walk w = {with, tally, hashes};
    read_fields(message, tally);
    g_mime_message_foreach(message, read_part, &w);
    GMimeObject *root = g_mime_message_get_mime_part(message);
    GMimeTextPart *part = root ? main_text(root, "plain") : NULL;
    part = part || !root ? part : main_text(root, "html");
    char *text = part ? g_mime_text_part_get_text(part) : NULL;
    tally->text += text ? strlen(text) : 0;
    g_free(text);
    g_object_unref(message);
}

int main(int argc, char **argv)
{
    g_mime_init();
    reader r = {g_byte_array_new(), NULL};
    r.sink = g_mime_stream_mem_new_with_byte_array(r.decoded);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(r.sink), FALSE);
    return mail_measure(argc, argv, "GMime", &r, read_whole, read_header);
}

/* main_text.c - which part of a message is what its sender wrote to its reader. */
#include "mime_param.h"
#include "mime_part.h"
#include "private.h"

static bool is_attachment(const mime_part *part)
{
    mime_params walk;
    return mime_is(mime_params_begin(part->content_disposition, &walk), "attachment");
}

/* 3 for text/plain, 2 for text/html, 1 for other text, 0 for what is no text. */
static int rank(const mime_part *part)
{
    if (part->kind != MIME_PART_LEAF || !mime_part_is(part, "text", NULL))
        return 0;
    return mime_is(part->subtype, "plain") ? 3 : mime_is(part->subtype, "html") ? 2 : 1;
}

uint32_t mime_message_main_text(const mime_message *message)
{
    uint32_t best = MIME_PART_NONE;
    int best_rank = 0;
    size_t count = mime_message_count(message);
    for (size_t i = 0; i < count; i++) {
        const mime_part *part = mime_message_part(message, i);
        bool passes_over = part->kind == MIME_PART_MESSAGE || (i > 0 && is_attachment(part));
        if (passes_over) {
            while (i + 1 < count && mime_message_part(message, i + 1)->depth > part->depth)
                i++;
            continue;
        }
        if (rank(part) > best_rank) {
            best = (uint32_t)i;
            best_rank = rank(part);
        }
    }
    return best;
}

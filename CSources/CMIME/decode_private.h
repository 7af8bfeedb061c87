/* decode_private.h - what the files of the decoder share. Not for callers. */
#ifndef MIME_DECODE_PRIVATE_H
#define MIME_DECODE_PRIVATE_H

#include "mime_decode.h"

#if defined(__x86_64__) && (defined(__clang__) || defined(__GNUC__))
#define MIME_DECODE_HAS_AVX2 1
#endif
#if defined(__aarch64__) && (defined(__ARM_NEON) || defined(__ARM_NEON__))
#define MIME_DECODE_HAS_NEON 1
#endif

/* How far one step came. */
typedef struct mime_step {
    size_t used;     /* octets of the input */
    size_t written;  /* octets of the output */
} mime_step;

size_t mime_base64_decode(mime_decoder *_Nonnull decoder, mime_span in, uint8_t *_Nonnull out);
size_t mime_base64_end(mime_decoder *_Nonnull decoder, uint8_t *_Nonnull out);
size_t mime_quoted_decode(mime_decoder *_Nonnull decoder, mime_span in, uint8_t *_Nonnull out);
size_t mime_quoted_end(mime_decoder *_Nonnull decoder, uint8_t *_Nonnull out);
size_t mime_uu_decode(mime_decoder *_Nonnull decoder, mime_span in, uint8_t *_Nonnull out);
size_t mime_uu_end(mime_decoder *_Nonnull decoder, uint8_t *_Nonnull out);

/* Whole groups of four letters from the front of base64, with line ends between groups, until something else comes. The fast
 * ones also stop where less than one block of theirs is left, and may write a block's worth of rubbish behind what they
 * report: never further than MIME_DECODE_SLACK allows. */
typedef mime_step (*mime_base64_groups_fn)(const uint8_t *_Nonnull in, size_t len, uint8_t *_Nonnull out);
mime_step mime_base64_groups_scalar(const uint8_t *_Nonnull in, size_t len, uint8_t *_Nonnull out);

/* Copies quoted-printable's plain octets; decodes `=3D` and drops soft line breaks. Stops before each other `=`; the fast ones also where
 * less than one block of theirs is left. */
typedef mime_step (*mime_quoted_run_fn)(const uint8_t *_Nonnull in, size_t len, uint8_t *_Nonnull out);
mime_step mime_quoted_run_scalar(const uint8_t *_Nonnull in, size_t len, uint8_t *_Nonnull out);

/* The value of a hexadecimal digit, lower case as well; negative for all else. */
extern const int8_t mime_hex_value[256];

/* What begins with the `=` at `at`, where it is all there and one of those that are always meant. Returns the octets used, 0
 * for anything else. */
static inline size_t mime_quoted_escape(const uint8_t *_Nonnull at, size_t len, uint8_t *_Nonnull out, size_t *_Nonnull written)
{
    if (len < 3)
        return len == 2 && at[1] == '\n' ? 2 : 0;
    int value = mime_hex_value[at[1]] * 16 | mime_hex_value[at[2]]; /* negative where one of them is */
    if (value >= 0) {
        out[(*written)++] = (uint8_t)value;
        return 3;
    }
    if (at[1] == '\r' && at[2] == '\n')
        return 3;
    return at[1] == '\n' ? 2 : 0;
}

#ifdef MIME_DECODE_HAS_AVX2
mime_step mime_base64_groups_avx2(const uint8_t *_Nonnull in, size_t len, uint8_t *_Nonnull out);
mime_step mime_quoted_run_avx2(const uint8_t *_Nonnull in, size_t len, uint8_t *_Nonnull out);
#endif
#ifdef MIME_DECODE_HAS_NEON
mime_step mime_base64_groups_neon(const uint8_t *_Nonnull in, size_t len, uint8_t *_Nonnull out);
mime_step mime_quoted_run_neon(const uint8_t *_Nonnull in, size_t len, uint8_t *_Nonnull out);
#endif

#endif

/* decode_fuzz.c - libFuzzer target: the transfer decoders keep to the room they were promised, give the same octets however the
 * input is cut, and what plain loops over the whole input give.
 *
 * Input: octet 0 picks the encoding, octet 1 how the rest is cut; 0xff and another octet stand for a run of blanks, so that
 * small inputs reach the limits. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mime_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "decode_fuzz.c:%d: not so: %s\n", __LINE__, #condition); \
            abort(); \
        } \
    } while (0)

enum { HEADER = 2, INPUT_MAX = 64 * 1024, BLANKS_MAX = 127 };

typedef struct octets {
    uint8_t *at;
    size_t len;
} octets;

static octets copy_of(const uint8_t *at, size_t len)
{
    octets made = {malloc(len ? len : 1), len};
    REQUIRE(made.at);
    if (len)
        memcpy(made.at, at, len);
    return made;
}

static void add(octets *all, const uint8_t *at, size_t len)
{
    if (len)
        memcpy(all->at + all->len, at, len);
    all->len += len;
}

/* Decodes in pieces of 1 to `piece_max` octets, each in memory of its own and into room of exactly the size asked for. */
static octets decode(mime_encoding encoding, octets in, size_t piece_max)
{
    octets all = {malloc(in.len * 2 + (in.len + 1) * MIME_DECODE_SLACK + 1), 0};
    REQUIRE(all.at);
    mime_decoder decoder;
    mime_decode_begin(&decoder, encoding);
    size_t turn = 0;
    for (size_t at = 0; at < in.len;) {
        size_t len = piece_max ? 1 + turn++ * 7 % piece_max : in.len;
        if (len > in.len - at)
            len = in.len - at;
        uint8_t *piece = malloc(len), *out = malloc(len + MIME_DECODE_SLACK);
        REQUIRE(piece && out);
        memcpy(piece, in.at + at, len);
        size_t written = mime_decode(&decoder, (mime_span){piece, len}, out);
        REQUIRE(written <= len + MIME_DECODE_SLACK);
        add(&all, out, written);
        free(piece);
        free(out);
        at += len;
    }
    uint8_t *out = malloc(MIME_DECODE_SLACK);
    REQUIRE(out);
    add(&all, out, mime_decode_end(&decoder, out));
    free(out);
    return all;
}

static octets plain_base64(octets in)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    octets all = {malloc(in.len + 4), 0};
    REQUIRE(all.at);
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i <= in.len; i++) {
        const char *found = i < in.len && in.at[i] ? strchr(alphabet, in.at[i]) : NULL;
        if (found) {
            bits = bits << 6 | (uint32_t)(found - alphabet);
            held++;
        }
        bool closes = i == in.len || in.at[i] == '=';
        if (held == 4 || closes) {
            for (unsigned octet = 0; octet + 1 < held; octet++)
                all.at[all.len++] = (uint8_t)(bits << (6 * (4 - held)) >> (16 - 8 * octet));
            held = 0;
            bits = 0;
        }
    }
    return all;
}

static int digit(uint8_t octet)
{
    static const char digits[] = "0123456789abcdefABCDEF";
    const char *found = octet ? strchr(digits, octet) : NULL;
    return !found ? -1 : found - digits < 16 ? (int)(found - digits) : (int)(found - digits) - 6;
}

static size_t blanks(octets in, size_t at)
{
    size_t count = 0;
    while (at + count < in.len && (in.at[at + count] == ' ' || in.at[at + count] == '\t'))
        count++;
    return count;
}

/* The length of the line end at `at`; SIZE_MAX where the input is over there, 0 where there is none. */
static size_t line_end(octets in, size_t at)
{
    if (at == in.len)
        return SIZE_MAX;
    if (in.at[at] == '\n')
        return 1;
    return in.at[at] == '\r' && at + 1 < in.len && in.at[at + 1] == '\n' ? 2 : 0;
}

static octets plain_quoted(octets in)
{
    octets all = {malloc(in.len + 1), 0};
    REQUIRE(all.at);
    for (size_t i = 0; i < in.len;) {
        if (in.at[i] == '=') {
            size_t behind = i + 1 + blanks(in, i + 1);
            size_t ends = line_end(in, behind);
            if (behind - i <= BLANKS_MAX && (ends || (in.at[behind] == '\r' && behind + 1 == in.len))) {
                i = ends == 1 || ends == 2 ? behind + ends : in.len;
                continue;
            }
            if (i + 2 < in.len && digit(in.at[i + 1]) >= 0 && digit(in.at[i + 2]) >= 0) {
                all.at[all.len++] = (uint8_t)(digit(in.at[i + 1]) << 4 | digit(in.at[i + 2]));
                i += 3;
                continue;
            }
            /* `=` as it is; white space behind it, too, as no line end follows. */
            if (behind - i > 1) {
                add(&all, in.at + i, behind - i);
                i = behind;
                continue;
            }
        }
        all.at[all.len++] = in.at[i++];
    }
    return all;
}

static void same(octets one, octets other)
{
    REQUIRE(one.len == other.len);
    REQUIRE(one.len == 0 || memcmp(one.at, other.at, one.len) == 0);
}

static octets unfolded(const uint8_t *data, size_t size)
{
    octets in = {malloc(INPUT_MAX + 512), 0};
    REQUIRE(in.at);
    for (size_t i = 0; i < size && in.len < INPUT_MAX; i++) {
        if (data[i] != 0xff || i + 1 == size) {
            in.at[in.len++] = data[i];
            continue;
        }
        size_t run = 120 + data[++i] % 16;
        memset(in.at + in.len, data[i] & 16 ? '\t' : ' ', run);
        in.len += run;
    }
    octets exact = copy_of(in.at, in.len);
    free(in.at);
    return exact;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < HEADER)
        return 0;
    mime_encoding encoding = (mime_encoding)(data[0] % 4);
    octets in = unfolded(data + HEADER, size - HEADER);
    mime_encoding_named((mime_span){in.at, in.len});
    octets whole = decode(encoding, in, 0), cut = decode(encoding, in, 1 + data[1] % 64), single = decode(encoding, in, 1);
    same(whole, cut);
    same(whole, single);
    if (encoding != MIME_ENCODING_QUOTED)
        REQUIRE(whole.len <= in.len);
    if (encoding == MIME_ENCODING_BASE64 || encoding == MIME_ENCODING_QUOTED) {
        octets plain = encoding == MIME_ENCODING_BASE64 ? plain_base64(in) : plain_quoted(in);
        same(whole, plain);
        free(plain.at);
    }
    mime_span found, name;
    if (mime_uu_find((mime_span){in.at, in.len}, &found, &name)) {
        REQUIRE(found.at >= in.at && found.at + found.len <= in.at + in.len && memcmp(found.at, "begin ", 6) == 0);
        REQUIRE(name.len > 0 && name.at > found.at && name.at + name.len <= found.at + found.len);
    }
    free(single.at);
    free(cut.at);
    free(whole.at);
    free(in.at);
    return 0;
}

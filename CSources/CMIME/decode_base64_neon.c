/* decode_base64_neon.c - 16 letters of base64 at once, line ends between blocks. decode_base64_avx2.c explains the tables. */
#include "decode_private.h"

#ifdef MIME_DECODE_HAS_NEON

#include <arm_neon.h>

enum { BLOCK = 16 };

static const uint8_t high_classes[16] = {16, 16, 1, 2, 4, 8, 4, 8, 16, 16, 16, 16, 16, 16, 16, 16};
static const uint8_t low_refusals[16] = {0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
                                         0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a};
static const uint8_t to_value[16] = {0, 63 - '/', 62 - '+', 52 - '0', 256 - 'A', 256 - 'A', 256 + 26 - 'a', 256 + 26 - 'a'};
/* The three octets of each 32-bit lane, highest first, of four lanes. */
static const uint8_t turn[16] = {2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 255, 255, 255, 255};

/* The letters at the front of the block; the values of those that are letters. */
static inline unsigned look_up(uint8x16_t octets, uint8x16_t *values)
{
    uint8x16_t high = vshrq_n_u8(octets, 4);
    uint8x16_t low = vandq_u8(octets, vdupq_n_u8(0x0f));
    uint8x16_t clash = vtstq_u8(vqtbl1q_u8(vld1q_u8(high_classes), high), vqtbl1q_u8(vld1q_u8(low_refusals), low));
    uint8x16_t slash = vceqq_u8(octets, vdupq_n_u8('/'));
    *values = vaddq_u8(octets, vqtbl1q_u8(vld1q_u8(to_value), vaddq_u8(high, slash)));
    /* Four bits for each octet: NEON has no movemask. */
    uint64_t bad = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(clash), 4)), 0);
    return bad ? (unsigned)__builtin_ctzll(bad) / 4 : BLOCK;
}

static inline uint8x16_t pack(uint8x16_t values)
{
    uint16x8_t letters = vreinterpretq_u16_u8(values);
    uint16x8_t pairs = vsliq_n_u16(vshrq_n_u16(letters, 8), letters, 6);   /* second, and first << 6 above it */
    uint32x4_t doubles = vreinterpretq_u32_u16(vandq_u16(pairs, vdupq_n_u16(0x0fff)));
    uint32x4_t fours = vsliq_n_u32(vshrq_n_u32(doubles, 16), doubles, 12); /* likewise, 12 bits each */
    return vqtbl1q_u8(vreinterpretq_u8_u32(fours), vld1q_u8(turn));
}

mime_step mime_base64_groups_neon(const uint8_t *in, size_t len, uint8_t *out)
{
    const uint8_t *at = in, *end = in + len;
    uint8_t *to = out;
    while (end - at >= BLOCK) {
        uint8x16_t values;
        unsigned letters = look_up(vld1q_u8(at), &values);
        vst1q_u8(to, pack(values));
        at += letters & ~3u;
        to += letters / 4 * 3;
        if (letters == BLOCK)
            continue;
        if (letters & 3u)
            break;
        if (end - at >= 2 && at[0] == '\r' && at[1] == '\n')
            at += 2;
        else if (*at == '\n' || *at == '\r')
            at += 1;
        else
            break;
    }
    return (mime_step){(size_t)(at - in), (size_t)(to - out)};
}

#else
typedef int mime_decode_has_no_neon; /* ISO C wants a declaration in every file */
#endif

/* scan_scalar.c - the plain searches: what every other level must equal, and what serves inputs below one vector. */
#include "scan_private.h"

size_t pop3_scan_scalar_crlf_dot(const uint8_t *at, size_t len)
{
    for (size_t i = 2; i < len; i++)
        if (at[i] == '.' && at[i - 1] == '\n' && at[i - 2] == '\r')
            return i - 2;
    return len;
}

size_t pop3_scan_scalar_lf_dot(const uint8_t *at, size_t len)
{
    for (size_t i = 1; i < len; i++)
        if (at[i] == '.' && at[i - 1] == '\n')
            return i - 1;
    return len;
}

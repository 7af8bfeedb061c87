/* charset_tables.h - the single-byte charsets: what 80-FF mean, U+FFFD where nothing. */
#ifndef MIME_CHARSET_TABLES_H
#define MIME_CHARSET_TABLES_H

#include <stdint.h>

enum { MIME_TABLE_SIZE = 128 };

extern const uint16_t mime_table_windows_1250[MIME_TABLE_SIZE];
extern const uint16_t mime_table_windows_1251[MIME_TABLE_SIZE];
extern const uint16_t mime_table_windows_1252[MIME_TABLE_SIZE];
extern const uint16_t mime_table_windows_1253[MIME_TABLE_SIZE];
extern const uint16_t mime_table_windows_1254[MIME_TABLE_SIZE];
extern const uint16_t mime_table_windows_1255[MIME_TABLE_SIZE];
extern const uint16_t mime_table_windows_1256[MIME_TABLE_SIZE];
extern const uint16_t mime_table_windows_1257[MIME_TABLE_SIZE];
extern const uint16_t mime_table_windows_1258[MIME_TABLE_SIZE];
extern const uint16_t mime_table_windows_874[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_2[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_3[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_4[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_5[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_6[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_7[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_8[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_10[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_13[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_14[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_15[MIME_TABLE_SIZE];
extern const uint16_t mime_table_iso_8859_16[MIME_TABLE_SIZE];
extern const uint16_t mime_table_koi8_r[MIME_TABLE_SIZE];
extern const uint16_t mime_table_koi8_u[MIME_TABLE_SIZE];
extern const uint16_t mime_table_macintosh[MIME_TABLE_SIZE];
extern const uint16_t mime_table_mac_cyrillic[MIME_TABLE_SIZE];
extern const uint16_t mime_table_mac_latin2[MIME_TABLE_SIZE];
extern const uint16_t mime_table_mac_greek[MIME_TABLE_SIZE];
extern const uint16_t mime_table_mac_turkish[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm437[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm737[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm775[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm850[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm852[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm855[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm857[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm858[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm860[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm861[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm862[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm863[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm865[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm866[MIME_TABLE_SIZE];
extern const uint16_t mime_table_ibm869[MIME_TABLE_SIZE];

#endif

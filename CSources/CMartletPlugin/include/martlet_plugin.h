/* martlet_plugin.h - the whole border between martlet and its plugins, in plain C.
 *
 * A plugin is a shared object that exports one function:
 *
 *     int32_t martlet_plugin_init(const martlet_host *host);
 *
 * It checks host->abi, registers its commands and returns 0; anything else refuses the plugin, and what it registered
 * until then is taken back. It is called once, on the main thread, while no command of a plugin runs. A minimal plugin
 * in one file:
 *
 *     #include "martlet_plugin.h"
 *     static const martlet_host *host;
 *     static int32_t run(martlet_call *call, void *context) {
 *         static const martlet_text line = MARTLET_TEXT("hello");
 *         host->note(call, line);
 *         return MARTLET_EXIT_OK;
 *     }
 *     int32_t martlet_plugin_init(const martlet_host *h) {
 *         if (h->abi != MARTLET_ABI) return MARTLET_BUILT_FOR_ABI;
 *         host = h;
 *         static const martlet_command hello = {.size = sizeof hello, .name = MARTLET_TEXT("hello"),
 *             .summary = MARTLET_TEXT("say hello"), .run = run};
 *         return host->register_command(host, &hello);
 *     }
 *
 *     cc -shared -fPIC -I include -o hello.so hello.c        # then: martlet --plugin ./hello.so hello
 *
 * Rules of the border
 *  - Every struct begins with its size or, the host table, with ABI number and size. Structs and the table grow at
 *    their end only; a member beyond the given size does not exist. MARTLET_HOST_HAS() asks.
 *  - Text is UTF-8, has a length, and need not end in NUL. Octets of mail and unique-ids are octets.
 *  - Nothing is freed across the border. A pointer handed to the plugin lives until the call that handed it over (or the
 *    callback it came in) returns; texts given to register_command are copied.
 *  - A plugin never sees the socket, the password or the raw terminal, and sends no DELE: it may ask the host to
 *    remove what the ledger has as stored, and the host checks each message.
 *  - All calls of one run happen on the thread that runs it. Several runs may be under way at once, in several threads and of the
 *    same command (many accounts side by side): each has its own martlet_call, and a plugin that keeps anything outside it locks it.
 *    The host table may be used from all of them. */
#ifndef MARTLET_PLUGIN_H
#define MARTLET_PLUGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Changes only when an old plugin could no longer work. */
#define MARTLET_ABI 1u

/* What martlet_plugin_init answers to a host of another ABI: the user is told both numbers. The lower 16 bits are the
 * plugin's own; the upper ones are these in every version. */
enum { MARTLET_BUILT_FOR_ABI = 0x6D610000 | (int)MARTLET_ABI };

/* Borrowed octets. `at` may be NULL only when `len` is 0. */
typedef struct martlet_text {
    const char *at;
    size_t len;
} martlet_text;

#define MARTLET_TEXT(literal) {"" literal, sizeof(literal) - 1}

typedef struct martlet_host martlet_host;
typedef struct martlet_call martlet_call;           /* one run of one command; opaque */
typedef struct martlet_digest martlet_digest;       /* opaque */
typedef struct martlet_selection martlet_selection; /* chosen messages; opaque, lives as long as its call */

/* Exit codes; what each asks of the caller stands in `martlet help exit-codes`. */
enum {
    MARTLET_EXIT_OK = 0,
    MARTLET_EXIT_USAGE = 64,
    MARTLET_EXIT_DATA = 65,
    MARTLET_EXIT_UNAVAILABLE = 69,
    MARTLET_EXIT_SOFTWARE = 70,
    MARTLET_EXIT_CREATE = 73,
    MARTLET_EXIT_IO = 74,
    MARTLET_EXIT_TRY_LATER = 75,
    MARTLET_EXIT_PROTOCOL = 76,
    MARTLET_EXIT_INTERRUPTED = 130
};

/* ---- declaring a command ---------------------------------------------------------------------------------------- */

/* `--name VALUE`, or a flag `--name` when `value` is empty. */
typedef struct martlet_option {
    size_t size;
    martlet_text name;    /* without the dashes: "no-hash" */
    martlet_text value;   /* placeholder in the help: "FILE"; empty for a flag */
    martlet_text summary;
} martlet_option;

typedef struct martlet_command {
    size_t size;
    martlet_text name;      /* lower case letters, digits and hyphens; at most 32 octets */
    martlet_text arguments; /* for the usage line: "SELECTION DIR"; upper case words, optional ones in brackets */
    martlet_text summary;   /* one line, no full stop */
    martlet_text details;   /* more for `help NAME`, lines divided by LF; may be empty. Examples first */
    const martlet_option *options;
    size_t option_count;
    uint32_t arguments_min, arguments_max; /* how many arguments there may be; options do not count */
    bool needs_maildrop;    /* sign in before running */
    /* Runs the command. Returns an exit code, or what fail() returned. May be called from several threads at once, each with a call
     * of its own. */
    int32_t (*run)(martlet_call *call, void *context);
    void *context;
    /* The option that takes the place of all arguments and of the maildrop: "verify" of `export --verify DIR`; may be empty. */
    martlet_text offline_option;
} martlet_command;

/* ---- messages --------------------------------------------------------------------------------------------------- */

enum {
    MARTLET_IDENTITY_NONE = 0,     /* the server gave no unique-id */
    MARTLET_IDENTITY_UNIQUE = 1,
    MARTLET_IDENTITY_REPEATED = 2  /* the unique-id stands more than once in the listing: it identifies nothing */
};

typedef struct martlet_message {
    size_t size;          /* set by the caller */
    uint32_t number;      /* of this session; changes when others delete */
    uint32_t identity;    /* MARTLET_IDENTITY_... */
    martlet_text uid;     /* octets, not text; empty when there is none */
    int64_t octets;       /* as the server counts them, a hint; -1 when it does not say */
    bool is_new;          /* not stored from this account before, as far as the ledger knows */
    /* Marked for deletion in this session. It lies where the struct had padding before, so a host that does not know it leaves it as
     * it was: begin with {0}. */
    bool is_marked;
} martlet_message;

enum { MARTLET_GO = 0, MARTLET_SKIP = 1, MARTLET_STOP = 2 };

/* Who takes the octets of messages. Each answers MARTLET_GO, MARTLET_SKIP (not the rest of this message; its `end` is not
 * called) or MARTLET_STOP (no more messages). */
typedef struct martlet_sink {
    size_t size;
    int32_t (*begin)(void *context, uint32_t number);
    /* The next octets as the sender wrote them, dots un-stuffed. Borrowed for the call; never none. */
    int32_t (*body)(void *context, const uint8_t *at, size_t len);
    /* The message is over. failure is empty when it is whole, and only then; else it says why not, for people.
     * sha256: 32 octets when MARTLET_FETCH_SHA256 was asked for and the message is whole, else NULL. */
    int32_t (*end)(void *context, uint32_t number, martlet_text failure, const uint8_t *sha256);
    void *context;
    /* With MARTLET_FETCH_HEADER_SHA256, just before the `end` of a whole message: the SHA-256 (32 octets) of its header block, from
     * its first octet through the line end of its last header line, the blank line behind it left out. The same for RETR and
     * TOP where the server is consistent. */
    void (*header)(void *context, uint32_t number, const uint8_t *sha256);
} martlet_sink;

enum { MARTLET_FETCH_SHA256 = 1u, MARTLET_FETCH_HEADER_SHA256 = 2u };

/* ---- rows ------------------------------------------------------------------------------------------------------- */

enum {
    MARTLET_CELL_TEXT = 0,
    MARTLET_CELL_INTEGER = 1,
    MARTLET_CELL_OCTETS = 2,  /* a size */
    MARTLET_CELL_TIME = 3,    /* seconds since 1970: local and short on a terminal, RFC 3339 in UTC elsewhere */
    MARTLET_CELL_BOOL = 4,    /* 0 or 1 */
    MARTLET_CELL_JSON = 5,    /* text that is one JSON value: taken over under --json, shown as text elsewhere */
    MARTLET_CELL_MARKS = 6    /* text whose letters give the row its looks where colour is wanted: N new (bold), D to be deleted (red, struck) */
};

/* The integer of a TIME, OCTETS or BOOL that is not known: an empty cell, null in JSON. */
#define MARTLET_UNKNOWN INT64_MIN

/* Where a column is left out. */
enum { MARTLET_NOT_IN_TABLE = 1u, MARTLET_NOT_IN_TSV = 2u, MARTLET_NOT_IN_JSON = 4u, MARTLET_NO_HEADING = 8u };

typedef struct martlet_column {
    size_t size;
    martlet_text name;   /* heading, and in lower case the key in JSON */
    uint32_t kind;       /* MARTLET_CELL_... */
    uint32_t width;      /* columns on a terminal; 0: what is left over */
    uint32_t flags;      /* MARTLET_NOT_IN_..., MARTLET_NO_HEADING */
    uint32_t narrowest;  /* left out on terminals with fewer columns than this */
} martlet_column;

typedef struct martlet_cell {
    martlet_text text;   /* for MARTLET_CELL_TEXT; escaped by the host */
    int64_t integer;     /* for the others but JSON */
} martlet_cell;

/* ---- the ledger ------------------------------------------------------------------------------------------------- */

/* What is known to be stored. `store` names a place of its own (an export folder's id); the account is the host's affair. */
typedef struct martlet_record {
    size_t size;           /* set by the caller */
    int64_t octets;        /* stored octets; -1: not known */
    const uint8_t *sha256; /* 32 octets or NULL */
    martlet_text file;     /* name within the store */
    /* SHA-256 of the header block (see martlet_sink), 32 octets or NULL: part of the identity where unique-ids repeat. */
    const uint8_t *header_sha256;
    int64_t listed;        /* octets as LIST gave them; -1: not known. Set by the host, and for ledger_note by the caller */
    int64_t stored;        /* Unix time it was stored; set by the host */
} martlet_record;

/* ---- the host table --------------------------------------------------------------------------------------------- */

struct martlet_host {
    uint32_t abi;
    uint32_t size;   /* of this table, in octets */

    /* Adds a command to every front. 0, or 1 when its name is taken or its declaration is wrong (the host says so). */
    int32_t (*register_command)(const martlet_host *host, const martlet_command *command);

    /* The arguments behind the command's name, options left out; an index beyond the last gives an empty text with at NULL. */
    size_t (*argument_count)(martlet_call *call);
    martlet_text (*argument)(martlet_call *call, size_t index);
    /* The value of an option: at is NULL when it was not given; a flag that was given has an empty text with at not NULL. */
    martlet_text (*option)(martlet_call *call, martlet_text name);

    /* Chooses messages by a selection expression (`help selection`). NULL when it is wrong; the host has said why, and the
     * command returns fail_code(). Where it chooses none the host says why in a note. Join arguments with LF: then the host gives
     * back the quotes that a shell took from one argument with blanks in it (from:"two words"). */
    const martlet_selection *(*select)(martlet_call *call, martlet_text expression);
    size_t (*selection_count)(const martlet_selection *selection);
    /* Fills *message_out as far as its size says. 0, or 1 when there is no such index. */
    int32_t (*selection_message)(const martlet_selection *selection, size_t index, martlet_message *message_out);

    /* Fetches messages whole (top_lines < 0) or by TOP with that many lines, pipelined, in the order given. Memory does not
     * depend on their number or size. 0 when every reply was read or the sink stopped; else an exit code: the connection is
     * lost or the user cancelled, and the host has said so. A message the server refuses is told to its `end` alone. */
    int32_t (*fetch)(martlet_call *call, const uint32_t *numbers, size_t count, int64_t top_lines, uint32_t flags,
                     const martlet_sink *sink);

    /* Whether the message of that number, by its unique-id and size, is recorded in `store`. 1 and *record_out filled (its
     * pointers live until the next ledger call), 0, or -1 when the ledger cannot be read (the host has said so). Always 0 where
     * the unique-id identifies nothing. */
    int32_t (*ledger_find)(martlet_call *call, martlet_text store, uint32_t number, martlet_record *record_out);
    /* Notes that the message is stored: to be called when its octets and its name are durable. Takes effect, durably, at
     * ledger_commit. 0, or -1 (the host has said so). A message whose unique-id identifies nothing is not recorded: 0. */
    int32_t (*ledger_record)(martlet_call *call, martlet_text store, uint32_t number, const martlet_record *record);
    int32_t (*ledger_commit)(martlet_call *call);
    /* Calls `each` for every record of the store in this account, by unique-id, those of messages that have left the server since
     * included; stops when it answers not 0. 0, or -1. */
    int32_t (*ledger_each)(martlet_call *call, martlet_text store,
                           int32_t (*each)(void *context, martlet_text uid, const martlet_record *record), void *context);
    /* A new random name for a store: 32 lower-case hexadecimal digits. */
    martlet_text (*store_name)(martlet_call *call);

    /* Who is signed in where, for people and for file contents: "anna@pop.example.net". */
    martlet_text (*account)(martlet_call *call);

    /* Output. rows_begin declares the columns once; row gives one cell for each. The host makes a table, TSV or JSON Lines of it,
     * escaped for where it goes. Data goes to stdout. */
    void (*rows_begin)(martlet_call *call, const martlet_column *columns, size_t count);
    void (*row)(martlet_call *call, const martlet_cell *cells, size_t count);
    /* One line for people, on stderr; silent under -q and --json. */
    void (*note)(martlet_call *call, martlet_text line);
    /* A warning: likewise, but not silenced. */
    void (*warn)(martlet_call *call, martlet_text line);
    /* The result of the command as one record: under --json its cells, else `line` as a note. */
    void (*summary)(martlet_call *call, martlet_text line, const martlet_column *columns, const martlet_cell *cells, size_t count);
    /* How far a long job is. Cheap: call it as often as you like. total_octets -1: unknown. */
    void (*progress)(martlet_call *call, uint64_t done, uint64_t total, int64_t done_octets, int64_t total_octets);
    /* Whether the user wants to stop: finish what is whole, commit, return MARTLET_EXIT_INTERRUPTED. */
    bool (*cancelled)(martlet_call *call);
    /* A line for the log, where one is kept. */
    void (*log)(martlet_call *call, martlet_text line);

    /* Fails with a message, what is safe (may be empty) and the next step (may be empty). Returns `code`. The first failure of a
     * call is the one that is shown. */
    int32_t (*fail)(martlet_call *call, int32_t code, martlet_text message, martlet_text kept, martlet_text hint);
    /* The code of the failure so far, 0 for none. */
    int32_t (*fail_code)(martlet_call *call);

    /* A folder of the plugin's own that outlives the session, made on demand (mode 0700); empty when it cannot be made. One for
     * all accounts. */
    martlet_text (*state_folder)(martlet_call *call);

    /* Calls `each` with the index of every message of the selection that is recorded in `store` and its record, in no order of
     * the selection's; stops when it answers not 0. For a large selection the ledger is read once, not asked a million times. 0, or -1
     * (the host has said so). */
    int32_t (*ledger_match)(martlet_call *call, martlet_text store, const martlet_selection *selection,
                            int32_t (*each)(void *context, size_t index, const martlet_record *record), void *context);
    /* Like ledger_find, for a message with this header block: finds those whose unique-id is repeated as well. */
    int32_t (*ledger_find_header)(martlet_call *call, martlet_text store, uint32_t number, const uint8_t *header_sha256,
                                  martlet_record *record_out);
    /* Whether any message with this content (32 octets of SHA-256) is recorded in `store`, from whatever account and under whatever
     * unique-id. 1 and *file_out (lives until the next ledger call), 0, or -1. */
    int32_t (*ledger_find_content)(martlet_call *call, martlet_text store, const uint8_t *sha256, martlet_text *file_out);
    /* Like ledger_record for a message of the account that need not be listed now: uid and record->listed say which. */
    int32_t (*ledger_note)(martlet_call *call, martlet_text store, martlet_text uid, const martlet_record *record);

    /* Asks the host to delete messages from the server that the ledger has in `store`: it notes durably that they are to go and sends
     * DELE for each. They go when the session ends with QUIT, and the user may still leave without. A message that is not
     * recorded there, or whose unique-id identifies nothing, is not touched. *removed_out: how many the server
     * marked. 0, or an exit code. */
    int32_t (*remove)(martlet_call *call, martlet_text store, const uint32_t *numbers, size_t count, size_t *removed_out);

    /* Whether rows are for a program (--json): then, and only then, a row for each thing that happened is welcome. */
    bool (*wants_events)(martlet_call *call);

    /* SHA-256 of octets of your own; lives as long as the call. One digest serves any number of messages, one after the other. */
    martlet_digest *(*digest_create)(martlet_call *call);
    void (*digest_begin)(martlet_digest *digest);
    void (*digest_add)(martlet_digest *digest, const uint8_t *at, size_t len);
    void (*digest_end)(martlet_digest *digest, uint8_t *sha256_out); /* 32 octets */

    /* The header block of each message, in the order given: from the host's cache where it is there, the rest by pipelined TOP with 0
     * lines, and kept in the cache. Like fetch, but a block arrives whole, in one `body` call: from its first octet through the line
     * end of its last field, without the blank line; none for a message that begins with the blank line. Of a header above 1 MiB
     * that much arrives. flags: 0 or MARTLET_FETCH_HEADER_SHA256. A message that another process threw out of the cache
     * meanwhile comes last. Fails with MARTLET_EXIT_UNAVAILABLE where the server has no TOP and the user did not allow to fetch
     * whole messages instead. */
    int32_t (*headers)(martlet_call *call, const uint32_t *numbers, size_t count, uint32_t flags, const martlet_sink *sink);
    /* The message was shown: it is what `.` means from now on. */
    void (*show)(martlet_call *call, uint32_t number);
    /* These messages were listed, a row each: they are what `^` means from now on. */
    void (*listed)(martlet_call *call, const martlet_selection *selection);

    /* Text for people, of any number of lines, UTF-8, to stdout: every control but LF and tab escaped. What is written before the command
     * ends goes through the user's pager where stdout is a terminal. */
    void (*text)(martlet_call *call, martlet_text text);
    /* Octets to stdout as they are; on a terminal they are text, escaped. */
    void (*octets)(martlet_call *call, const uint8_t *at, size_t len);
    /* Columns of the terminal that stdout is, an account's name before each line left out; 0 where it is none. */
    uint32_t (*columns)(martlet_call *call);
};

/* Whether this host has that member. */
#define MARTLET_HOST_HAS(host, member) \
    ((host)->size >= offsetof(martlet_host, member) + sizeof((host)->member))

/* The one symbol a plugin exports. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
int32_t martlet_plugin_init(const martlet_host *host);

#ifdef __cplusplus
}
#endif

#endif

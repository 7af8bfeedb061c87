/* mrl.h - one line at a time from a terminal, edited with GNU readline; history in a file of the user's own.
 *
 * Readline is one per process, so this is too: everything here belongs to one thread, and to one caller at a time.
 * Readline's own header stays inside. Texts are NUL-terminated: that is what readline speaks. */
#ifndef MRL_H
#define MRL_H
#include <stdbool.h>
#include <stddef.h>

enum {
    MRL_LINE = 0,        /* a line was typed; it may hold LF, where a paste had some */
    MRL_END = 1,         /* end of input: ^D on an empty line, or the terminal went away */
    MRL_INTERRUPTED = 2, /* ^C: what was typed is gone, the cursor stands on a new line */
    MRL_TERMINATED = 3,  /* SIGTERM or SIGHUP came: leave */
    MRL_E_MEMORY = -1,
    MRL_E_SYSTEM = -2    /* no descriptors, or poll(2) failed */
};

/* Longest line of a history file that is read back, in octets; the rest of a longer one is not history. */
enum { MRL_HISTORY_LINE_MAX = 16384 };

/* What Tab offers. Both are called while mrl_read_line() runs, on its thread. */
typedef struct mrl_completer {
    void *context; /* handed back; not owned */
    /* Tab was pressed. line: octets before the cursor, borrowed; word_start: where in it the word begins that is to be
     * completed; quote: the ' or " that stands open before it, or 0.
     * Returns how many candidates next() will give, in the order in which they are listed. */
    size_t (*begin)(void *context, const char *line, size_t length, size_t word_start, char quote);
    /* The next candidate, a whole word, quoted as the line needs it, made with malloc; readline frees it. NULL: no more.
     * One that ends in '/' is a folder: no blank is put behind it. */
    char *(*next)(void *context);
} mrl_completer;

/* What happens while nobody types. Both are called while mrl_read_line() runs, on its thread. */
typedef struct mrl_idler {
    void *context; /* handed back; not owned */
    /* Milliseconds until wake() wants to be called; -1: not at all. */
    int (*due)(void *context);
    /* The time has come. What it writes stands above the line, which is taken off the screen before and drawn again after.
     * Returns the prompt from now on, made with malloc; NULL: the same one. */
    char *(*wake)(void *context);
} mrl_idler;

/* Prepares readline. name: what `$if` in inputrc calls us, kept by reference until mrl_finish().
 * The line is drawn on stdout, on stderr where stdout is no terminal. completer may be NULL; it is copied. */
int mrl_start(const char *name, const mrl_completer *completer);

/* Who is woken while a line is awaited; NULL: nobody. Copied. */
void mrl_set_idler(const mrl_idler *idler);

/* Shows the prompt and waits for a line. Parts of the prompt that take no column stand between \001 and \002.
 * While it waits, SIGINT, SIGTERM, SIGHUP, SIGTSTP and SIGWINCH are handled here; the handlers of before are back when
 * it returns.
 * line_out: set for MRL_LINE only; the caller frees it with free(). */
int mrl_read_line(const char *prompt, char **line_out);

/* Gives the terminal back and forgets the history in memory. */
void mrl_finish(void);

/* Remembers a line for the arrow keys and ^R; an earlier equal one moves to the end. */
void mrl_history_add(const char *line);

/* Reads a history file, oldest line first, and remembers at most `limit` lines from now on. A file that has grown to twice
 * the limit is replaced by its newest lines. No file is an empty history; a symbolic link is refused.
 * Returns 0, or an errno. */
int mrl_history_load(const char *path, size_t limit);

/* Appends one line with one write(2), so that two shells may share the file. Makes the file with mode 0600; takes the
 * rights of others away from one that has them; follows no symbolic link. A line with LF in it becomes several.
 * Returns 0, or an errno. */
int mrl_history_append(const char *path, const char *line);

#endif

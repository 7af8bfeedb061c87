/* line.c - readline's callback interface under a poll loop of our own.
 *
 * Readline's signal handling is off: its handlers run code that is not async-signal-safe, and the session's own SIGINT
 * handler must not see a ^C that only clears a line. Ours write one octet to a pipe; the loop does the rest. */
#include "mrl.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGWINCH};
enum { CAUGHT = sizeof caught / sizeof caught[0] };

static struct {
    bool started;
    mrl_completer completer;
    mrl_idler idler;
    int wait_fd, wake_fd;
    struct sigaction before[CAUGHT];
    char *line;
    bool has_answer; /* the handler ran: line is set, or the input ended */
} state = {.wait_fd = -1, .wake_fd = -1};

static void on_signal(int number)
{
    int saved = errno;
    unsigned char octet = (unsigned char)number;
    ssize_t n = write(state.wake_fd, &octet, 1); /* a full pipe has signals enough */
    (void)n;
    errno = saved;
}

static int open_pipe(void)
{
    int ends[2];
    if (pipe(ends) != 0) return MRL_E_SYSTEM;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
        fcntl(ends[i], F_SETFL, fcntl(ends[i], F_GETFL) | O_NONBLOCK);
    }
    state.wait_fd = ends[0];
    state.wake_fd = ends[1];
    return 0;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < CAUGHT; i++) {
        sigaction(caught[i], &action, &state.before[i]);
        /* Ignored by whoever started us (nohup, a shell without job control): stays so. */
        if (state.before[i].sa_handler == SIG_IGN) sigaction(caught[i], &state.before[i], NULL);
    }
}

static void release_signals(void)
{
    for (int i = 0; i < CAUGHT; i++) sigaction(caught[i], &state.before[i], NULL);
}

/* ---- completion ---- */

static char *next_candidate(const char *word, int index)
{
    (void)word;
    (void)index;
    char *made = state.completer.next(state.completer.context);
    if (made == NULL) return NULL;
    size_t length = strlen(made);
    if (length > 0 && made[length - 1] == '/') {
        rl_completion_suppress_append = 1;
        rl_completion_suppress_quote = 1;
        rl_filename_completion_desired = 1; /* lists the last component alone */
    } else if (strchr(made, '/') != NULL) {
        rl_filename_completion_desired = 1;
    } else if (length > 0 && strchr(":<>", made[length - 1]) != NULL) {
        rl_completion_suppress_append = 1; /* a key of a selection: its value follows */
    }
    return made;
}

static char **complete(const char *word, int start, int end)
{
    rl_attempted_completion_over = 1; /* nothing of ours is not an invitation to offer files */
    rl_filename_quoting_desired = 0;  /* candidates come quoted */
    if (state.completer.begin == NULL || start < 0 || end < start) return NULL;
    char quote = (char)rl_completion_quote_character;
    size_t count = state.completer.begin(state.completer.context, rl_line_buffer, (size_t)end, (size_t)start, quote);
    return count == 0 ? NULL : rl_completion_matches(word, next_candidate);
}

static int is_quoted(char *line, int index)
{
    int backslashes = 0;
    while (index > backslashes && line[index - backslashes - 1] == '\\') backslashes++;
    return backslashes % 2;
}

/* ---- life ---- */

int mrl_start(const char *name, const mrl_completer *completer)
{
    if (state.started) return 0;
    if (open_pipe() != 0) return MRL_E_SYSTEM;
    if (completer != NULL) state.completer = *completer;
    rl_readline_name = name;
    rl_instream = stdin;
    rl_outstream = isatty(STDOUT_FILENO) ? stdout : stderr;
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_change_environment = 0; /* setenv(3) is not for a process with threads */
    rl_variable_bind("enable-bracketed-paste", "on"); /* inputrc, read later, may say off */
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = " \t\n";
    rl_completer_quote_characters = "'\"";
    rl_char_is_quoted_p = is_quoted;
    rl_sort_completion_matches = 0; /* the completer knows the order */
    using_history();
    rl_initialize();
    rl_variable_bind("mark-directories", "off"); /* a folder ends in its slash already: a list would show two */
    state.started = true;
    return 0;
}

void mrl_finish(void)
{
    if (!state.started) return;
    rl_callback_handler_remove();
    clear_history();
    close(state.wait_fd);
    close(state.wake_fd);
    state.wait_fd = state.wake_fd = -1;
    state.completer = (mrl_completer){0};
    state.idler = (mrl_idler){0};
    state.started = false;
}

/* ---- a line ---- */

static void take(char *line)
{
    state.line = line;
    state.has_answer = true;
    rl_callback_handler_remove(); /* at once: the next prompt is not ours to draw, and the terminal must be cooked again */
}

static void abandon(int signal_number)
{
    rl_callback_sigcleanup();
    rl_point = rl_end;
    rl_redisplay();
    if (signal_number != 0) rl_echo_signal_char(signal_number);
    rl_free_line_state();
    rl_replace_line("", 1);
    rl_callback_handler_remove();
    fputc('\n', rl_outstream);
    fflush(rl_outstream);
}

/* Stops as the terminal asked and comes back with the line as it was. */
static void stop(void)
{
    struct sigaction usual = {.sa_handler = SIG_DFL}, ours;
    sigemptyset(&usual.sa_mask);
    rl_deprep_terminal();
    sigaction(SIGTSTP, &usual, &ours);
    kill(getpid(), SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
    rl_prep_terminal(1);
    rl_reset_screen_size();
    rl_forced_update_display();
}

static int handle_signals(void)
{
    unsigned char octets[64];
    ssize_t count = read(state.wait_fd, octets, sizeof octets);
    for (ssize_t i = 0; i < count; i++) {
        switch (octets[i]) {
        case SIGINT: abandon(SIGINT); return MRL_INTERRUPTED;
        case SIGTERM:
        case SIGHUP: abandon(0); return MRL_TERMINATED;
        case SIGTSTP: stop(); break;
        case SIGWINCH: rl_resize_terminal(); break;
        default: break;
        }
    }
    return MRL_LINE;
}

void mrl_set_idler(const mrl_idler *idler)
{
    state.idler = idler != NULL ? *idler : (mrl_idler){0};
}

static int milliseconds_until_wake(void)
{
    return state.idler.due != NULL ? state.idler.due(state.idler.context) : -1;
}

static void wake(void)
{
    rl_clear_visible_line();
    fflush(rl_outstream);
    char *prompt = state.idler.wake(state.idler.context);
    if (prompt != NULL) rl_set_prompt(prompt);
    free(prompt);
    rl_on_new_line();
    rl_forced_update_display();
}

static int wait_for_line(void)
{
    while (!state.has_answer) {
        struct pollfd wanted[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = state.wait_fd, .events = POLLIN}};
        int ready = poll(wanted, 2, milliseconds_until_wake());
        if (ready < 0) {
            if (errno == EINTR) continue;
            abandon(0);
            return MRL_E_SYSTEM;
        }
        if (ready == 0) {
            wake();
            continue;
        }
        if (wanted[1].revents != 0) {
            int result = handle_signals();
            if (result != MRL_LINE) return result;
        }
        if (wanted[0].revents != 0) rl_callback_read_char();
    }
    return state.line != NULL ? MRL_LINE : MRL_END;
}

int mrl_read_line(const char *prompt, char **line_out)
{
    *line_out = NULL;
    if (!state.started) return MRL_E_SYSTEM;
    unsigned char stale[64];
    while (read(state.wait_fd, stale, sizeof stale) > 0) {} /* signals that ended an earlier line */
    state.line = NULL;
    state.has_answer = false;
    rl_eof_found = 0; /* readline adds a line feed as long as it is set */
    catch_signals();
    rl_reset_screen_size(); /* the window may have changed while a command ran */
    rl_callback_handler_install(prompt, take);
    int result = wait_for_line();
    release_signals();
    fflush(rl_outstream);
    *line_out = state.line;
    state.line = NULL;
    return result;
}

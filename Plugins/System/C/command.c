/* command.c - see the header. */
#define _GNU_SOURCE
#include "plugin_command.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__APPLE__)
#include <crt_externs.h>
#define ENVIRONMENT (*_NSGetEnviron())
#else
extern char **environ;
#define ENVIRONMENT environ
#endif

/* Without it we count on all that is open having O_CLOEXEC, as ours has. */
#ifdef __GLIBC__
#if __GLIBC_PREREQ(2, 34)
#define HAS_CLOSEFROM 1
#endif
#endif

static const char *next_setting(const char *setting) { return setting + strlen(setting) + 1; }

/* Whether the settings say something about the variable. */
static bool is_set(const char *variable, const char *settings) {
    for (const char *at = settings; *at != 0; at = next_setting(at)) {
        size_t name = strcspn(at, "=");
        if (strncmp(variable, at, name) == 0 && variable[name] == '=') return true;
    }
    return false;
}

/* Ours with the settings put in. The vector is the caller's to free, the strings are not. NULL when memory is out. */
static char **environment_with(const char *settings) {
    size_t count = 1;
    for (char **at = ENVIRONMENT; *at != NULL; at++) count++;
    for (const char *at = settings; *at != 0; at = next_setting(at)) count++;
    char **made = calloc(count, sizeof *made);
    if (made == NULL) return NULL;
    size_t used = 0;
    for (char **at = ENVIRONMENT; *at != NULL; at++)
        if (!is_set(*at, settings)) made[used++] = *at;
    for (const char *at = settings; *at != 0; at = next_setting(at))
        if (strchr(at, '=') != NULL) made[used++] = (char *)at; /* posix_spawn wants char *, and does not write */
    return made;
}

/* Standard input from `input`, standard output to `output` where it is none of ours (-1), and no descriptor above 2. */
static int set_descriptors(posix_spawn_file_actions_t *actions, short *flags, int input, int output) {
    int error = posix_spawn_file_actions_adddup2(actions, input, 0);
    if (error == 0 && output >= 0) error = posix_spawn_file_actions_adddup2(actions, output, 1);
#if defined(__APPLE__)
    *flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
    if (error == 0) error = posix_spawn_file_actions_addinherit_np(actions, 1);
    if (error == 0) error = posix_spawn_file_actions_addinherit_np(actions, 2);
#else
    (void)flags;
#ifdef HAS_CLOSEFROM
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(actions, 3);
#endif
#endif
    return error;
}

static int set_signals(posix_spawnattr_t *attributes, short flags) {
    sigset_t none, defaults;
    (void)sigemptyset(&none);
    (void)sigemptyset(&defaults);
    (void)sigaddset(&defaults, SIGPIPE); /* we ignore it, and what is ignored stays so */
    (void)sigaddset(&defaults, SIGINT);
    (void)sigaddset(&defaults, SIGTERM);
    (void)sigaddset(&defaults, SIGHUP);
    int error = posix_spawnattr_setflags(attributes, (short)(flags | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
    if (error == 0) error = posix_spawnattr_setsigmask(attributes, &none);
    if (error == 0) error = posix_spawnattr_setsigdefault(attributes, &defaults);
    return error;
}

static int await(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return -errno;
    return WIFEXITED(status) ? WEXITSTATUS(status) : PLUGIN_SIGNALLED + WTERMSIG(status);
}

static int run(const char *command, const char *settings, int input, int output) {
    char **environment = environment_with(settings);
    if (environment == NULL) return -ENOMEM;
    char *words[] = {(char *)"sh", (char *)"-c", (char *)"--", (char *)command, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    short flags = 0;
    pid_t child = 0;
    int error = posix_spawn_file_actions_init(&actions);
    if (error == 0) {
        error = posix_spawnattr_init(&attributes);
        if (error == 0) {
            error = set_descriptors(&actions, &flags, input, output);
            if (error == 0) error = set_signals(&attributes, flags);
            if (error == 0) error = posix_spawn(&child, "/bin/sh", &actions, &attributes, words, environment);
            (void)posix_spawnattr_destroy(&attributes);
        }
        (void)posix_spawn_file_actions_destroy(&actions);
    }
    free(environment);
    return error != 0 ? -error : await(child);
}

int plugin_run(const char *command, const char *settings, int input) { return run(command, settings, input, -1); }

int plugin_filter(const char *command, int input, int output) { return run(command, "", input, output); }

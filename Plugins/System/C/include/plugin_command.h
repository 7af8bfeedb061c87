/* plugin_command.h - a command of the user's, run on a message. */
#ifndef PLUGIN_COMMAND_H
#define PLUGIN_COMMAND_H

enum { PLUGIN_SIGNALLED = 256 };

/* Runs `/bin/sh -c command` and waits for its end.
 *
 * input:    its standard input. Output and error are ours; nothing else that is open here is open there.
 * settings: "NAME=value" strings one behind the other, each with its NUL, an empty one last: its environment beside ours. A bare
 *           "NAME" is taken out of it.
 * Signals are as a shell would leave them: none blocked, SIGPIPE, SIGINT, SIGTERM and SIGHUP as by default.
 * Answers the exit code, PLUGIN_SIGNALLED + the signal that ended it, or the negated errno where it did not come to run. */
int plugin_run(const char *command, const char *settings, int input);

/* Likewise without settings, and with `output` as its standard output. */
int plugin_filter(const char *command, int input, int output);
#endif

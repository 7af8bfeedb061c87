/* plugin_mailbox.h - a mailbox file that other programs write to as well. Negated errno on failure, as everywhere here. */
#ifndef PLUGIN_MAILBOX_H
#define PLUGIN_MAILBOX_H
#include <stdint.h>

/* A regular file for reading and appending, made with mode 0600 where missing. A symbolic link is followed: mail systems use them.
 * *made_out: 1 when it was made. -EINVAL: something else has the name. */
int plugin_open_mailbox(const char *path, int *made_out);

/* 1: the path still leads to this very file; 0: another one has its place, or none. */
int plugin_is_at(int fd, const char *path);

/* Locks the whole file against programs that ask with fcntl. -EWOULDBLOCK while another has it. Closing any descriptor of the file in
 * this process lets go of it, so there must be only one. */
int plugin_lock_record(int fd);
void plugin_unlock_record(int fd);

/* Seconds since the file was last written to, at least 0. */
int64_t plugin_age(int dir, const char *name);

int32_t plugin_process(void);
#endif

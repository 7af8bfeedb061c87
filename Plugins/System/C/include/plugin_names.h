/* plugin_names.h - names in a folder that is ours: reading what is there, and putting a new file in an old one's place. */
#ifndef PLUGIN_NAMES_H
#define PLUGIN_NAMES_H

/* A regular file for reading; never a symbolic link, a FIFO or a device. -EINVAL: it is one of those. */
int plugin_open_reading(int dir, const char *name);
/* Reading and writing, made where missing; else as above. */
int plugin_open_writing(int dir, const char *name);
/* Gives `from` the name `to`, taking it away from whatever had it, at once: no moment is without one of the two. */
int plugin_replace(int dir, const char *from, const char *to);
/* Gives a file a second name, in another folder. -EEXIST: that one is taken. */
int plugin_link(int dir, const char *name, int to_dir, const char *to);
/* 1: both are names of one file; 0: they are not. Symbolic links are files of their own here. */
int plugin_is_linked(int dir, const char *name, int other_dir, const char *other);
#endif

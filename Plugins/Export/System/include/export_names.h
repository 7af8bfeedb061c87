/* export_names.h - names in a folder that is ours: reading what is there, and putting a new file in an old one's place. */
#ifndef EXPORT_NAMES_H
#define EXPORT_NAMES_H

/* A regular file for reading; never a symbolic link, a FIFO or a device. -EINVAL: it is one of those. */
int export_open_reading(int dir, const char *name);
/* Reading and writing, made where missing; else as above. */
int export_open_writing(int dir, const char *name);
/* Gives `from` the name `to`, taking it away from whatever had it, at once: no moment is without one of the two. */
int export_replace(int dir, const char *from, const char *to);
#endif

/* anchor.c - the package manager wants a source file in a C target; the ABI is the header alone. */
#include "martlet_plugin.h"

_Static_assert(sizeof(martlet_text) == 2 * sizeof(void *), "martlet_text is a pointer and a length");

/* thread.c - a thread that is started and waited for. Swift sees pthread_create differently on each system. */
#include <pthread.h>
#include <stdlib.h>

#include "plugin_system.h"

struct plugin_thread {
    pthread_t id;
    void (*run)(void *context);
    void *context;
};

static void *start(void *raw) {
    const plugin_thread *thread = raw;
    thread->run(thread->context);
    return NULL;
}

plugin_thread *plugin_thread_start(void (*run)(void *context), void *context) {
    plugin_thread *thread = malloc(sizeof *thread);
    if (thread == NULL) return NULL;
    *thread = (plugin_thread){.run = run, .context = context};
    if (pthread_create(&thread->id, NULL, start, thread) == 0) return thread;
    free(thread);
    return NULL;
}

void plugin_thread_join(plugin_thread *thread) {
    (void)pthread_join(thread->id, NULL);
    free(thread);
}

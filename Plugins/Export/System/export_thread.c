/* export_thread.c - a thread that is started and waited for. Swift sees pthread_create differently on each system. */
#include <pthread.h>
#include <stdlib.h>

#include "export_system.h"

struct export_thread {
    pthread_t id;
    void (*run)(void *context);
    void *context;
};

static void *start(void *raw) {
    const export_thread *thread = raw;
    thread->run(thread->context);
    return NULL;
}

export_thread *export_thread_start(void (*run)(void *context), void *context) {
    export_thread *thread = malloc(sizeof *thread);
    if (thread == NULL) return NULL;
    *thread = (export_thread){.run = run, .context = context};
    if (pthread_create(&thread->id, NULL, start, thread) == 0) return thread;
    free(thread);
    return NULL;
}

void export_thread_join(export_thread *thread) {
    (void)pthread_join(thread->id, NULL);
    free(thread);
}

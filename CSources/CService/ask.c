/* ask.c - asks the resolver that the system is set up with. The one file here that does I/O. */
#include "msv.h"

/* resolv.h needs what comes before it, on every system. */
#include <sys/types.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
#include <string.h>

static void ask_only(struct __res_state *state, const msv_server *server)
{
    struct sockaddr_in *place = &state->nsaddr_list[0];
    memset(place, 0, sizeof *place);
    place->sin_family = AF_INET;
    place->sin_port = htons(server->port);
    memcpy(&place->sin_addr, server->address, sizeof server->address);
    state->nscount = 1;
}

int msv_ask(const char *name, int seconds, const msv_server *server, msv_record *out, size_t capacity)
{
    struct __res_state state;
    uint8_t answer[MSV_ANSWER_MAX];
    memset(&state, 0, sizeof state);
    if (res_ninit(&state) != 0) return MSV_E_RESOLVER;
    /* Two tries in that time; the resolver's own habit is twenty seconds and more. */
    state.retry = 2;
    state.retrans = seconds > 2 ? seconds / 2 : 1;
    if (server != NULL) ask_only(&state, server);
    int len = res_nquery(&state, name, ns_c_in, ns_t_srv, answer, sizeof answer);
    int why = state.res_h_errno;
    res_nclose(&state);
    if (len < 0) return why == HOST_NOT_FOUND || why == NO_DATA ? 0 : MSV_E_RESOLVER;
    size_t there = (size_t)len < sizeof answer ? (size_t)len : sizeof answer;
    return msv_parse(answer, there, out, capacity);
}

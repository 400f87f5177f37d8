/* What other modules may use of ping. */
#ifndef PING_API_H
#define PING_API_H

#include "../../core/log.h"
#include "../../core/module.h"

struct ping_api {
	int (*ping)(const char *uri);
};

static inline int load_ping_api(struct ping_api *api)
{
	api->ping = find_export("ping");
	if(api->ping)
		return 0;
	LOG("load ping.so first\n");
	return -1;
}

#endif

#if defined(USE_FREERADIUS)
#include <freeradius-client.h>
#elif defined(USE_RADCLI)
#include <radcli/radcli.h>
#elif defined(RADIUSCLIENT_NG_4)
#include <radiusclient.h>
#else
#include <radiusclient-ng.h>
#endif

#include "../../core/module.h"
#include "../ping/ping_api.h"

MODULE_VERSION

static int radius_read(const char *argument)
{
	return rc_read_config((char *)argument) ? 0 : -1;
}

static const struct command commands[] = {{"radius_read", radius_read}, {0, 0}};
const struct module_exports exports = {"acct_radius", commands, 0, 0};

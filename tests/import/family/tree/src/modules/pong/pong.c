#include "../../core/module.h"
#include "../ping/ping_api.h"

MODULE_VERSION

static struct ping_api api;

static int mod_init(void)
{
	return load_ping_api(&api);
}

static int pong(const char *argument)
{
	return api.ping(argument) < 0 ? -1 : api.ping(argument);
}

static const struct command commands[] = {{"pong", pong}, {0, 0}};
const struct module_exports exports = {"pong", commands, 0, mod_init};

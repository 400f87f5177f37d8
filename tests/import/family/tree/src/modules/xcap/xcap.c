#include <libxml/xmlversion.h>
#include <stdio.h>
#include <time.h>

#include "../../core/module.h"
#include "../ping/ping_api.h"

MODULE_VERSION

static struct ping_api api;
static int (*publish)(const char *);

static int mod_init(void)
{
	publish = find_export("handle_publish");
	return load_ping_api(&api);
}

static int xcap_get(const char *argument)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	printf("libxml2 %s\n", LIBXML_DOTTED_VERSION);
	return publish ? publish("<presence/>") : api.ping(argument);
}

static const struct command commands[] = {{"xcap_get", xcap_get}, {0, 0}};
const struct module_exports exports = {"xcap", commands, 0, mod_init};

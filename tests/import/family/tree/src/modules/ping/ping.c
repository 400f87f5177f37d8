#include <stdio.h>

#include "../../core/module.h"
#include "../../core/parser/uri.h"

MODULE_VERSION

static const char *text = "ok";

static int ping(const char *argument)
{
	struct uri uri;
	if(parse_uri(argument, &uri) < 0)
		return -1;
	printf("%.*s: %s\n", uri.user_length, uri.user, text);
	return 0;
}

static const struct command commands[] = {{"ping", ping}, {0, 0}};
static const struct param params[] = {{"text", &text}, {0, 0}};
const struct module_exports exports = {"ping", commands, params, 0};

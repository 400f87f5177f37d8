#include "../../core/module.h"
/* a copy of its own of the core's parser */
#define parse_uri selftest_parse_uri
#include "../../core/parser/uri.c"

MODULE_VERSION

static int selftest(const char *argument)
{
	struct uri uri;
	return parse_uri(argument, &uri);
}

static const struct command commands[] = {{"selftest", selftest}, {0, 0}};
const struct module_exports exports = {"selftest", commands, 0, 0};

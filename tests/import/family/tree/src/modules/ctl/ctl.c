#include <stdio.h>

#include "../../core/log.h"
#include "../../core/module.h"
#include "../../lib/trie/trie.h"

MODULE_VERSION

static const char *socket_path = RUN_DIR "ctl";

static int ctl_list(const char *argument)
{
	static const char *const prefixes[] = {"/usr", "/usr/local", 0};
	const char *prefix = longest_prefix(prefixes, argument);
	printf("%s below %s\n", argument, prefix ? prefix : "nothing");
	return 0;
}

int mod_register(const char *file)
{
#ifdef USE_FIFO
	LOG("%s %s, fifo %s\n", file, CTL_VERSION, socket_path);
#endif
	return 0;
}

static const struct command commands[] = {{"ctl_list", ctl_list}, {0, 0}};
static const struct param params[] = {{"socket", &socket_path}, {0, 0}};
const struct module_exports exports = {"ctl", commands, params, 0};

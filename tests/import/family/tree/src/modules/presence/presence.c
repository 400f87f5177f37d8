#include <stdio.h>

#include "../../core/module.h"
#include "presence.h"

MODULE_VERSION

static int handle_publish(const char *argument)
{
	int count = count_tuples(argument);
	printf("%d tuples\n", count);
	return count;
}

static const struct command commands[] = {{"handle_publish", handle_publish}, {0, 0}};
const struct module_exports exports = {"presence", commands, 0, 0};

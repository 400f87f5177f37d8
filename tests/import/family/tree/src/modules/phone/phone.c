#include <stdio.h>

#include "../../core/module.h"
#include "numbers.h"

MODULE_VERSION

static int phone_check(const char *argument)
{
	printf("%s is %s number\n", argument, is_number(argument) ? "a" : "no");
	return 0;
}

static const struct command commands[] = {{"phone_check", phone_check}, {0, 0}};
const struct module_exports exports = {"phone", commands, 0, 0};

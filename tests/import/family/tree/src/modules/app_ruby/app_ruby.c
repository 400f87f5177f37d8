#include <ruby.h>

#include "../../core/module.h"

MODULE_VERSION

static int ruby_run_text(const char *argument)
{
	int status = 0;
	rb_eval_string_protect(argument, &status);
	return status ? -1 : 0;
}

static const struct command commands[] = {{"ruby_run_text", ruby_run_text}, {0, 0}};
const struct module_exports exports = {"app_ruby", commands, 0, 0};

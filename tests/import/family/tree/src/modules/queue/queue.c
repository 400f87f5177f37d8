#include <minijson.h>
#include <miniqueue.h>

#include "../../core/module.h"

MODULE_VERSION

static int queue_put(const char *argument)
{
#ifdef QUEUE_NEW_NAMES
	return mq_publish(minijson_quote(argument));
#else
	return miniqueue_publish(minijson_quote(argument));
#endif
}

static const struct command commands[] = {{"queue_put", queue_put}, {0, 0}};
const struct module_exports exports = {"queue", commands, 0, 0};

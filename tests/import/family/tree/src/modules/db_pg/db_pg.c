#include <libpq-fe.h>

#include "../../core/module.h"

MODULE_VERSION

static int pg_ping(const char *argument)
{
	return PQping(argument) == PQPING_OK ? 0 : -1;
}

static const struct command commands[] = {{"pg_ping", pg_ping}, {0, 0}};
const struct module_exports exports = {"db_pg", commands, 0, 0};

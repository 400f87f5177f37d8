#include <sqlite3.h>

#include "../../core/module.h"

MODULE_VERSION

static int lite_open(const char *argument)
{
	sqlite3 *db = 0;
	int status = sqlite3_open(argument, &db);
	sqlite3_close(db);
	return status == SQLITE_OK ? 0 : -1;
}

static const struct command commands[] = {{"lite_open", lite_open}, {0, 0}};
const struct module_exports exports = {"db_lite", commands, 0, 0};

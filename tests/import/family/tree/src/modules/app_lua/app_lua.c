#include <lauxlib.h>

#include "../../core/module.h"

MODULE_VERSION

static int lua_run(const char *argument)
{
	lua_State *state = luaL_newstate();
	int status = luaL_dostring(state, argument);
	lua_close(state);
	return status ? -1 : 0;
}

static const struct command commands[] = {{"lua_run", lua_run}, {0, 0}};
const struct module_exports exports = {"app_lua", commands, 0, 0};

#include "module.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include "log.h"

#define MAX_MODULES 64

static const struct module_exports *loaded[MAX_MODULES];
static int count;
const char *modules_path;

static void *open_module(const char *file)
{
	char path[1024];
	const char *dir = modules_path;
	while(dir && *dir) {
		size_t length = strcspn(dir, ":");
		void *handle;
		snprintf(path, sizeof(path), "%.*s/%s", (int)length, dir, file);
		handle = dlopen(path, RTLD_NOW);
		if(handle)
			return handle;
		dir += length + (dir[length] == ':');
	}
	LOG("%s\n", dlerror());
	return 0;
}

int load_module(const char *file)
{
	void *handle = open_module(file);
	const char **version = handle ? dlsym(handle, "module_version") : 0;
	const struct module_exports *exports = handle ? dlsym(handle, "exports") : 0;
	int (*mod_register)(const char *) = 0;
	if(!version || !exports || count == MAX_MODULES) {
		LOG("%s is no module\n", file);
		return -1;
	}
	if(strcmp(*version, core_version) != 0) {
		LOG("%s is of version %s\n", file, *version);
		return -1;
	}
	*(void **)&mod_register = dlsym(handle, "mod_register");
	loaded[count++] = exports;
	if(mod_register && mod_register(file) < 0)
		return -1;
	return exports->init ? exports->init() : 0;
}

int set_param(const char *module, const char *name, const char *value)
{
	int i;
	for(i = 0; i < count; i++) {
		const struct param *row = loaded[i]->params;
		for(; row && row->name; row++)
			if(strcmp(loaded[i]->name, module) == 0 && strcmp(row->name, name) == 0) {
				*row->value = value;
				return 0;
			}
	}
	LOG("no parameter %s of module %s\n", name, module);
	return -1;
}

int (*find_export(const char *name))(const char *)
{
	int i;
	for(i = 0; i < count; i++) {
		const struct command *row = loaded[i]->commands;
		for(; row && row->name; row++)
			if(strcmp(row->name, name) == 0)
				return row->run;
	}
	return 0;
}

int run_command(const char *name, const char *argument)
{
	int (*run)(const char *) = find_export(name);
	if(!run) {
		LOG("no command %s\n", name);
		return -1;
	}
	return run(argument);
}

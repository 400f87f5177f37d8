/* What a module and the core know of each other. */
#ifndef MODULE_H
#define MODULE_H

struct command {
	const char *name;
	int (*run)(const char *argument);
};

struct param {
	const char *name;
	const char **value;
};

struct module_exports {
	const char *name;
	const struct command *commands; /* up to a row without a name; may be missing */
	const struct param *params;
	int (*init)(void);
};

/* The core takes modules of its own version only. */
#define MODULE_VERSION const char *module_version = VERSION " " ARCH " " OS_QUOTED;

extern const char *core_version;
extern const char *modules_path;

int load_module(const char *file);
int set_param(const char *module, const char *name, const char *value);
int run_command(const char *name, const char *argument);
/* The function of a loaded module's command, or 0. */
int (*find_export(const char *name))(const char *);

#endif

#include <Python.h>

#include "../../core/module.h"

MODULE_VERSION

static int python_run(const char *argument)
{
	Py_Initialize();
	return PyRun_SimpleString(argument);
}

static const struct command commands[] = {{"python_run", python_run}, {0, 0}};
const struct module_exports exports = {"app_python3", commands, 0, 0};

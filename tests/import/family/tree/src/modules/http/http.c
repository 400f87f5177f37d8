#include <minicurl.h>

#include "../../core/module.h"

MODULE_VERSION

static const struct command commands[] = {{"http_get", minicurl_get}, {0, 0}};
const struct module_exports exports = {"http", commands, 0, 0};

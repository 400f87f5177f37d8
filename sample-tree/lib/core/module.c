/* The unit that helper libraries belong to: they define no `yard_this_module`, those of hosts and
 * modules are hidden, and so they find this one. */
#include "yard/module.h"

#include "core.h"

static const struct yard_module_info libraries = {"(libraries)", YARD_VERSION, "helper libraries",
                                                  0};

struct yard_module yard_default_module = {.info = &libraries};

extern struct yard_module yard_this_module __attribute__((weak, alias("yard_default_module")));

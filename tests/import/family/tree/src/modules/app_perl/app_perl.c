/* before Perl's headers, which turn load_module into a macro */
#include "../../core/module.h"

#include <EXTERN.h>
#include <perl.h>
#include <XSUB.h>

MODULE_VERSION

XS(boot_Minisip);

static void start(pTHX)
{
	newXS("Minisip::bootstrap", boot_Minisip, __FILE__);
}

static int perl_exec(const char *argument)
{
	char *words[] = {"", "-e", (char *)argument, 0};
	int status;
	PerlInterpreter *my_perl = perl_alloc();
	perl_construct(my_perl);
	status = perl_parse(my_perl, start, 3, words, 0);
	if(status == 0)
		status = perl_run(my_perl);
	perl_destruct(my_perl);
	perl_free(my_perl);
	return status ? -1 : 0;
}

static const struct command commands[] = {{"perl_exec", perl_exec}, {0, 0}};
const struct module_exports exports = {"app_perl", commands, 0, 0};

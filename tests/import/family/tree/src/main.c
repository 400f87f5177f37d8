#include <stdio.h>
#include <unistd.h>

#include "core/cfg_core.h"
#include "core/module.h"

#ifndef MODS_DIR
#error "where are the modules?"
#endif

extern const char *full_version;

int main(int argc, char **argv)
{
	const char *cfg = CFG_DIR NAME ".cfg";
	int option;
	while((option = getopt(argc, argv, "cf:L:v")) != -1) {
		switch(option) {
			case 'c':
				check_only = 1;
				break;
			case 'f':
				cfg = optarg;
				break;
			case 'L':
				modules_path = optarg;
				break;
			case 'v':
				printf("%s\nmodules: %s\n", full_version, MODS_DIR);
				return 0;
			default:
				fprintf(stderr, "usage: %s [-c] [-f FILE] [-L MODULES] [-v]\n", argv[0]);
				return 2;
		}
	}
	if(read_cfg(cfg) != 0)
		return 1;
	puts(check_only ? "config file ok" : "done");
	return 0;
}

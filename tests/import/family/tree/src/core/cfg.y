%{
#include <stdio.h>

#include "cfg_core.h"
#include "log.h"
#include "module.h"

int check_only;
int cfg_line = 1;
int cfg_errors;
extern FILE *yyin;
%}

%union { char *text; }
%token LOADMODULE MODPARAM MPATH RUN
%token <text> ID STRING

%%

cfg: | cfg statement ;

statement: MPATH '=' STRING { if(!modules_path) modules_path = $3; }
	| LOADMODULE STRING { cfg_errors += load_module($2) != 0; }
	| MODPARAM '(' STRING ',' STRING ',' STRING ')' { cfg_errors += set_param($3, $5, $7) != 0; }
	| RUN ID STRING { if(!check_only) cfg_errors += run_command($2, $3) < 0; }
	;

%%

void yyerror(const char *what)
{
	LOG("line %d: %s\n", cfg_line, what);
}

int read_cfg(const char *path)
{
	yyin = fopen(path, "r");
	if(!yyin) {
		LOG("cannot read %s\n", path);
		return 1;
	}
	if(yyparse() != 0)
		cfg_errors++;
	fclose(yyin);
	return cfg_errors;
}

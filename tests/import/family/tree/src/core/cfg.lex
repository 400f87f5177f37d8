%option noyywrap nounput noinput nodefault

%{
#include <stdlib.h>
#include <string.h>

#include "cfg_core.h"
#include "cfg.tab.h"
%}

%%

loadmodule      { return LOADMODULE; }
modparam        { return MODPARAM; }
mpath           { return MPATH; }
run             { return RUN; }
[a-z][a-z0-9_]* { yylval.text = strdup(yytext); return ID; }
\"[^"\n]*\"     { yylval.text = strdup(yytext + 1); yylval.text[yyleng - 2] = 0; return STRING; }
[=(),]          { return yytext[0]; }
#.*             { }
[ \t\r]+        { }
\n              { cfg_line++; }
.               { return yytext[0]; }

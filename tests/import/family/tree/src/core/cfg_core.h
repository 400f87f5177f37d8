/* Between main.c, the scanner and the parser of the configuration. */
#ifndef CFG_CORE_H
#define CFG_CORE_H

extern int check_only;
extern int cfg_line;
extern int cfg_errors;

/* Reads a configuration and does what it says; the number of errors. */
int read_cfg(const char *path);
int yylex(void);
void yyerror(const char *what);

#endif

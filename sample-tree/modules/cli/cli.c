#include <stdio.h>
#include <string.h>

#include "keywords.h"
#include "yard/host.h"

static const struct command {
  const char* module;
  const char* words;
  const char* text;
} commands[] = {
#include "commands.inc"
};

static enum yard_answer cli_help(const struct yard_host* host) {
  printf("%s knows %d words:", host->name, KEYWORD_COUNT);
  for (int i = 0; i < KEYWORD_COUNT; i++) printf(" %s", keywords[i].word);
  printf("\n");
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    printf("  %-14s %s (%s)\n", commands[i].words, commands[i].text, commands[i].module);
  }
  return YARD_PASS;
}

static int start(void) {
  const char* args = YARD_THIS->load_args;
  if (args && strcmp(args, "help") == 0) YARD_HOOK_ADD(late_start, cli_help, YARD_NORMAL);
  return 0;
}

YARD_MODULE("the command table", start);

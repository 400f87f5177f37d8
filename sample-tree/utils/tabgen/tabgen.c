/* tabgen TABLE OUT.c OUT.h: a line "WORD TEXT" becomes a row of `keywords`; '#' starts a comment.
 */
#include <ctype.h>
#include <string.h>

#include "outfile.h"

struct outputs {
  struct outfile source;
  struct outfile header;
};

static void print_upper(FILE* out, const char* word) {
  for (; *word; word++)
    fputc(isalnum((unsigned char)*word) ? toupper((unsigned char)*word) : '_', out);
}

/* Returns 0, or -1 when the line is no row. */
static int add_row(struct outputs* out, char* line) {
  line[strcspn(line, "\n")] = '\0';
  if (*line == '#' || *line == '\0') return 0;
  char* space = strchr(line, ' ');
  if (!space || strpbrk(line, "\"\\")) return -1;
  *space = '\0';
  const char* text = space + 1 + strspn(space + 1, " ");
  fputs("  KEYWORD_", out->header.stream);
  print_upper(out->header.stream, line);
  fputs(",\n", out->header.stream);
  fprintf(out->source.stream, "  {\"%s\", \"%s\"},\n", line, text);
  return 0;
}

static int convert(FILE* in, const char* name, struct outputs* out) {
  fputs(
      "#pragma once\nstruct keyword {\n  const char* word;\n  const char* text;\n};\n"
      "enum keyword_id {\n",
      out->header.stream);
  fputs("#include \"keywords.h\"\nconst struct keyword keywords[] = {\n", out->source.stream);
  char line[256];
  for (int number = 1; fgets(line, sizeof line, in); number++) {
    if (add_row(out, line) == 0) continue;
    fprintf(stderr, "%s:%d: expected WORD TEXT without quotes or backslashes\n", name, number);
    return -1;
  }
  fputs("  KEYWORD_COUNT\n};\nextern const struct keyword keywords[];\n", out->header.stream);
  fputs("};\n", out->source.stream);
  return 0;
}

int main(int argc, char** argv) {
  if (argc != 4) return fputs("usage: tabgen TABLE OUT.c OUT.h\n", stderr), 2;
  FILE* in = fopen(argv[1], "r");
  if (!in) return perror(argv[1]), 1;
  struct outputs out;
  if (outfile_open(&out.source, argv[2]) != 0 || outfile_open(&out.header, argv[3]) != 0) return 1;
  int status = convert(in, argv[1], &out);
  fclose(in);
  if (status != 0) return 1;
  status |= outfile_close(&out.source);
  status |= outfile_close(&out.header);
  return status == 0 ? 0 : 1;
}

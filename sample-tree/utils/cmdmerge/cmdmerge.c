/* cmdmerge OUT FILE...: a line "COMMAND: TEXT" of MODULE.cmds becomes {"MODULE", "COMMAND",
 * "TEXT"}, in the order of the files. */
#include <string.h>

#include "outfile.h"

static int merge(const char* path, FILE* out) {
  FILE* in = fopen(path, "r");
  if (!in) return perror(path), -1;
  const char* slash = strrchr(path, '/');
  const char* base = slash ? slash + 1 : path;
  int module_size = (int)strcspn(base, ".");
  char line[256];
  int status = 0;
  for (int number = 1; status == 0 && fgets(line, sizeof line, in); number++) {
    line[strcspn(line, "\n")] = '\0';
    if (*line == '#' || *line == '\0') continue;
    char* colon = strstr(line, ": ");
    if (!colon || strpbrk(line, "\"\\")) {
      fprintf(stderr, "%s:%d: expected COMMAND: TEXT without quotes or backslashes\n", path,
              number);
      status = -1;
      break;
    }
    *colon = '\0';
    fprintf(out, "{\"%.*s\", \"%s\", \"%s\"},\n", module_size, base, line, colon + 2);
  }
  fclose(in);
  return status;
}

int main(int argc, char** argv) {
  if (argc < 2) return fputs("usage: cmdmerge OUT FILE...\n", stderr), 2;
  struct outfile out;
  if (outfile_open(&out, argv[1]) != 0) return 1;
  for (int i = 2; i < argc; i++) {
    if (merge(argv[i], out.stream) != 0) return 1;
  }
  return outfile_close(&out) == 0 ? 0 : 1;
}

/* An output of a build tool, written only when its bytes changed: then nothing that depends on it
 * is built again. */
#ifndef OUTFILE_H
#define OUTFILE_H

#include <stdio.h>

struct outfile {
  const char* path;
  char* text;
  size_t size;
  FILE* stream; /* print here */
};

/* Both return 0, or -1 with a message on stderr. */
int outfile_open(struct outfile* out, const char* path);
int outfile_close(struct outfile* out);

#endif

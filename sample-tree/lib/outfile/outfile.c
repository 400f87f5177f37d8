#include "outfile.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

int outfile_open(struct outfile* out, const char* path) {
  *out = (struct outfile){.path = path};
  out->stream = open_memstream(&out->text, &out->size);
  if (!out->stream) perror(path);
  return out->stream ? 0 : -1;
}

static bool is_unchanged(const struct outfile* out) {
  FILE* old = fopen(out->path, "rb");
  if (!old) return false;
  char* text = malloc(out->size + 1); /* one more: a longer file is another file */
  size_t size = text ? fread(text, 1, out->size + 1, old) : 0;
  bool same = text && size == out->size && memcmp(text, out->text, size) == 0;
  free(text);
  fclose(old);
  return same;
}

static int write_whole(const struct outfile* out) {
  FILE* file = fopen(out->path, "wb");
  if (!file) return -1;
  size_t written = fwrite(out->text, 1, out->size, file);
  return fclose(file) == 0 && written == out->size ? 0 : -1;
}

int outfile_close(struct outfile* out) {
  int status = fclose(out->stream);
  if (status == 0 && !is_unchanged(out)) status = write_whole(out);
  if (status != 0) {
    perror(out->path);
    remove(out->path);
  }
  free(out->text);
  return status == 0 ? 0 : -1;
}

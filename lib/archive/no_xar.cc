// In an archive of libarchive the writers of all formats hang together, and that of xar wants an
// XML library with all that it wants in turn. This takes its place: xar is not written here.
#include <archive.h>

extern "C" int archive_write_set_format_xar(archive* /*writer*/) {
  return ARCHIVE_FATAL;
}

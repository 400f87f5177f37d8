#include "os/nearest_directory.h"

#include <sys/stat.h>

#include "base/path.h"

namespace modbuild {

std::string nearest_directory(std::string path) {
  struct stat status {};
  while (path.size() > 1 && stat(path.c_str(), &status) != 0) path = directory_of(path);
  return path;
}

}  // namespace modbuild
